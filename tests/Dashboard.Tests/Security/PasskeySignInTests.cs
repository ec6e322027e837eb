using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.TestKit.Identity;

namespace Posture.Dashboard.Tests.Security;

/// <summary>Passkeys through the forms, behind a proxy as in production: what a page asks is what a key answers.</summary>
public sealed partial class PasskeySignInTests(PostgresFixture postgres)
{
    private const string Page = "/account/passkeys";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A role that needs a second factor is had by a passkey alone, and by the password no more; who locks the account locks the passkey out.</summary>
    [Fact]
    public async Task Passkey_SignsIn_WithTheRoleThatNeedsASecondFactor_UntilTheAccountIsLocked()
    {
        await using var stage = await StartAsync();
        using var key = new SoftAuthenticator();
        using var browser = new Browser(stage);
        using (await browser.TryAsync("lead@demo", ServerStage.Password))
        using (await browser.FollowAsync("/"))
            await IsRoleAsync(browser, false);
        Assert.Contains("data-recovery-codes", await AnswerAsync(browser, Page, options => key.Create(options, browser.Origin), ("Form.Name", "<b>laptop</b>")), StringComparison.Ordinal);
        using (var page = await browser.GetAsync(Page))
            Assert.Contains("&lt;b&gt;laptop&lt;/b&gt;", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        using var second = new Browser(stage);
        await AnswerAsync(second, "/", options => key.Get(options, second.Origin));
        await IsRoleAsync(second, true);
        using var password = new Browser(stage);
        using (var asked = await password.TryAsync("lead@demo", ServerStage.Password))
        {
            var text = await asked.Content.ReadAsStringAsync(Token);
            Assert.Contains("id=\"code\"", text, StringComparison.Ordinal);
            Assert.Contains("data-passkey=\"get\"", text, StringComparison.Ordinal);
        }
        await IsRoleAsync(password, false);

        await using (var scope = stage.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await accounts.SetLockoutEndDateAsync((await accounts.FindByNameAsync("lead@demo"))!, People.ForGood);
        }
        using var locked = new Browser(stage);
        Assert.Contains("did not sign you in", await AnswerAsync(locked, "/", options => key.Get(options, locked.Origin)), StringComparison.Ordinal);
        await IsRoleAsync(locked, false);
        using var admin = await new Browser(stage).SignInAsync("admin@demo");
        using var log = await admin.GetAsync("/activity");
        Assert.Contains("account is locked", await log.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>A page elsewhere that passes our question on to the person's device gains nothing by it: the device says where it was asked.</summary>
    [Fact]
    public async Task Passkey_AskedForElsewhere_SignsNobodyIn_AndIsInTheLog()
    {
        await using var stage = await StartAsync();
        using var key = new SoftAuthenticator();
        using var browser = await new Browser(stage).SignInAsync("admin@demo");
        await AnswerAsync(browser, Page, options => key.Create(options, browser.Origin), ("Form.Name", "phone"));
        foreach (var elsewhere in new[] { "https://posture.example.com.evil.example", "http://posture.example.com:8080", "https://127.0.0.1.example.com" })
        {
            using var visitor = new Browser(stage);
            Assert.Contains("did not sign you in", await AnswerAsync(visitor, "/", options => key.Get(options, elsewhere)), StringComparison.Ordinal);
        }
        using (var log = await browser.GetAsync("/activity"))
        {
            var text = await log.Content.ReadAsStringAsync(Token);
            Assert.Contains("Passkey added", text, StringComparison.Ordinal);
            Assert.Contains("passkey unknown or too late", text, StringComparison.Ordinal);
        }
    }

    /// <summary>By a number instead of a name there can be none (RP ID), so none is offered.</summary>
    [Fact]
    public async Task Page_ReachedByAddress_OffersNone()
    {
        await using var stage = await ServerStage.StartAsync(postgres);
        using var visitor = new Browser(stage, proxied: false);
        using (var form = await visitor.FollowAsync("/"))
            Assert.DoesNotContain("data-passkey", await form.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");
        using var page = await browser.GetAsync(Page);
        var text = await page.Content.ReadAsStringAsync(Token);
        Assert.Contains("belong to a host name", text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-passkey=", text, StringComparison.Ordinal);
    }

    private Task<ServerStage> StartAsync() => ServerStage.StartAsync(
        postgres, ("Posture:PublicUrl", "https://posture.example.com"), ("Posture:KnownProxies:0", "127.0.0.1"), ("Posture:Identity:SecondFactorRoles:0", Roles.Lead));

    private static async Task IsRoleAsync(Browser browser, bool had)
    {
        using var fleet = await browser.GetAsync("/fleet");
        Assert.Equal(had, fleet.StatusCode == HttpStatusCode.OK);
    }

    /// <summary>Sends the form of the page whose button asks for a passkey, with the key's answer; gives what is shown then.</summary>
    private static async Task<string> AnswerAsync(Browser browser, string page, Func<string, string> answer, params (string Name, string Value)[] typed)
    {
        using var shown = await browser.FollowAsync(page);
        var html = await shown.Content.ReadAsStringAsync(Token);
        var at = html.IndexOf("data-passkey=", StringComparison.Ordinal);
        Assert.True(at > 0, $"{shown.RequestMessage!.RequestUri} asks for no passkey");
        var form = html[html.LastIndexOf("<form", at, StringComparison.Ordinal)..html.IndexOf("</form>", at, StringComparison.Ordinal)];
        var options = WebUtility.HtmlDecode(OptionsPattern().Match(form).Groups["json"].Value);
        using var sent = await browser.SendFormAsync(shown.RequestMessage!.RequestUri!.PathAndQuery, form, [("Form.Credential", answer(options)), .. typed]);
        if (sent.Headers.Location is not { } location)
            return await sent.Content.ReadAsStringAsync(Token);
        using var landed = await browser.FollowAsync(location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString);
        return await landed.Content.ReadAsStringAsync(Token);
    }

    [GeneratedRegex("data-options=\"(?<json>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionsPattern();
}
