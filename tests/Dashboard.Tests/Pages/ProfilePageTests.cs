using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Components.Pages.Profile;
using Posture.Dashboard.Identity;
using TestContext = Xunit.TestContext;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>One's own sessions, and leaving the page when the own one ends.</summary>
public sealed class ProfilePageTests(PostgresFixture postgres)
{
    private const string Owner = "test|ada";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_AreListedAndOneIsEnded()
    {
        await using var stage = await StageAsync();
        var other = await StartAsync(stage, Owner, "Mozilla/5.0 (iPhone) FxiOS/140.0");
        var foreign = await StartAsync(stage, "test|mara", "curl/8");
        var own = Become(stage, await StartAsync(stage, Owner, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"));
        var page = stage.Open<ProfilePage>("/account");

        Assert.Contains("This session", page.Find($"tr[data-session='{own.Id}']").TextContent, StringComparison.Ordinal);
        Assert.Contains("Firefox, iPhone", page.Find($"tr[data-session='{other.Id}']").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll($"tr[data-session='{foreign.Id}']"));
        Assert.Empty(page.FindAll($"tr[data-session='{own.Id}'] button"));
        await page.Find($"tr[data-session='{other.Id}'] button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr[data-session]")));
        Assert.Contains("1 session ended", page.Find("[data-session-notice]").TextContent, StringComparison.Ordinal);
        Assert.Equal(own.Id, Assert.Single(await SessionsOf(stage).ListAsync(Owner, Token)).Id);
    }

    [Fact]
    public async Task EndOthers_EndsAllButThisOne()
    {
        await using var stage = await StageAsync();
        for (var i = 0; i < 3; i++)
            await StartAsync(stage, Owner, "curl/8");
        await StartAsync(stage, "test|mara", "curl/8");
        var own = Become(stage, await StartAsync(stage, Owner, "curl/8"));
        var page = stage.Open<ProfilePage>("/account");

        await page.Find("[data-end-others]").ClickAsync(new());

        Assert.Equal(own.Id, Assert.Single(await SessionsOf(stage).ListAsync(Owner, Token)).Id);
        Assert.Single(await SessionsOf(stage).ListAsync("test|mara", Token));
        Assert.Empty(page.FindAll("[data-end-others]"));
    }

    [Fact]
    public async Task Guard_PersonBecomesNobody_LeavesThePage()
    {
        await using var stage = await StageAsync();
        stage.Navigation.NavigateTo("/findings?cluster=prod");
        var guard = stage.Render<SessionGuard>();
        Assert.Equal("/findings?cluster=prod", stage.Address);

        stage.Person.SetNotAuthorized();
        stage.Time.Advance(TimeSpan.FromSeconds(2));

        guard.WaitForAssertion(() => Assert.Equal("/account/ended?returnUrl=%2Ffindings%3Fcluster%3Dprod", stage.Address));
    }

    private static Sessions SessionsOf(PageStage stage) => stage.Services.GetRequiredService<Sessions>();

    private static Task<OpenSession> StartAsync(PageStage stage, string owner, string agent) =>
        SessionsOf(stage).StartAsync(owner, "Ada", new([], [], null), null, null, new(agent, "192.0.2.7"), Token);

    private static OpenSession Become(PageStage stage, OpenSession session)
    {
        stage.Person.SetClaims(new Claim("sub", "ada", ClaimValueTypes.String, "test"), new Claim(Session.IdClaim, session.Id.ToString()));
        return session;
    }

    private Task<PageStage> StageAsync() => PageStage.CreateWithAccountsAsync(postgres);
}
