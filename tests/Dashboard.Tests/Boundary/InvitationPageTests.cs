using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Security;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>A link that an administrator has handed over, over HTTP: from the page to the first sign-in.</summary>
[Collection(BoundaryCollection.Name)]
public sealed partial class InvitationPageTests(Premises premises)
{
    private const string Password = "a sentence of some length";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invitation_Followed_SaysWhatItGivesAndLeadsToSignIn()
    {
        var stage = await premises.StageAsync();
        var path = await LinkAsync(stage, "ada@invited.example", Estate.Alfa);
        using var browser = new Browser(stage, proxied: false);

        var page = await ReadAsync(await browser.GetAsync(path));
        Assert.Contains("ada@invited.example", page, StringComparison.Ordinal);
        Assert.Contains(Estate.Alfa, SeesPattern().Match(page).Value, StringComparison.Ordinal);
        Assert.DoesNotContain(Estate.Bravo, page, StringComparison.Ordinal);

        Assert.Contains("tried first", await ReadAsync(await browser.FillAsync(path, ("Form.Name", "Ada"), ("Form.Password", "password1234"))), StringComparison.Ordinal);
        Assert.Contains("Give a name", await ReadAsync(await browser.FillAsync(path, ("Form.Name", "  "), ("Form.Password", Password))), StringComparison.Ordinal);
        Assert.Contains("Give a name", await ReadAsync(await browser.FillAsync(path, ("Form.Name", new string('a', 201)), ("Form.Password", Password))), StringComparison.Ordinal);
        Assert.Contains("exists now", await ReadAsync(await browser.FillAsync(path, ("Form.Name", "Ada"), ("Form.Password", Password))), StringComparison.Ordinal);

        using var ada = await new Browser(stage, proxied: false).SignInAsync("ada@invited.example", Password);
        var findings = await ReadAsync(await ada.GetAsync("/findings?size=200&status=all"));
        Assert.Contains(Estate.MarkOf(Estate.Alfa), findings, StringComparison.Ordinal);
        Assert.DoesNotContain(Estate.MarkOf(Estate.Bravo), findings, StringComparison.Ordinal);
    }

    /// <summary>Used, withdrawn, past its time or never there: the same page, and a form kept from before does nothing.</summary>
    [Fact]
    public async Task Invitation_ThatWorksNoMore_SaysTheSameWhateverTheReason()
    {
        var stage = await premises.StageAsync();
        using var browser = new Browser(stage, proxied: false);
        var used = await LinkAsync(stage, "bo@invited.example", Estate.Alfa);
        var first = await ReadAsync(await browser.FillAsync(used, ("Form.Name", "Bo"), ("Form.Password", Password)));
        Assert.Contains("exists now", first, StringComparison.Ordinal);
        var withdrawn = await LinkAsync(stage, "cy@invited.example", Estate.Alfa);
        await using (var scope = stage.Services.CreateAsyncScope())
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<Invitations>().WithdrawAsync(item => item.Email == "cy@invited.example", Token));

        var pages = new List<string>();
        foreach (var path in new[] { used, withdrawn, "/account/invitation?code=" + new string('x', 43), "/account/invitation?code=" + new string('x', 500), "/account/invitation" })
        {
            using var answer = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = await ReadAsync(answer);
            Assert.Contains("data-invalid", page, StringComparison.Ordinal);
            pages.Add(Regex.Replace(page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)], "<!--.*?-->", "", RegexOptions.Singleline, TimeSpan.FromSeconds(1)));
        }
        Assert.Single(pages.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reset_Followed_SetsThePassword()
    {
        var stage = await premises.StageAsync();
        await using var scope = stage.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { UserName = "di@invited.example", Email = "di@invited.example", DisplayName = "Di" };
        Assert.True((await accounts.CreateAsync(account, Password)).Succeeded);
        var path = await LinkAsync(stage, account.Email, null, account.Id);
        using var browser = new Browser(stage, proxied: false);

        Assert.DoesNotContain("Form.Name", await ReadAsync(await browser.GetAsync(path)), StringComparison.Ordinal);
        Assert.Contains("password is set", await ReadAsync(await browser.FillAsync(path, ("Form.Password", "another sentence of mine"))), StringComparison.Ordinal);

        using var di = await new Browser(stage, proxied: false).SignInAsync(account.Email, "another sentence of mine");
    }

    private static async Task<string> LinkAsync(ServerStage stage, string email, string? tenant, Guid? account = null)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        string[] roles = tenant is null ? [] : [Roles.Tenant];
        var (_, code) = await scope.ServiceProvider.GetRequiredService<Invitations>().IssueAsync(Guid.CreateVersion7(), email, roles, tenant is null ? [] : [tenant], account, Token);
        return "/account/invitation?code=" + code;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
            return await answer.Content.ReadAsStringAsync(Token);
    }

    [GeneratedRegex("<dl[^>]*data-sees[\\s\\S]*?</dl>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SeesPattern();
}
