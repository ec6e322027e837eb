using static Microsoft.Playwright.Assertions;

namespace Posture.EndToEnd;

/// <summary>A new installation: the printed link makes the first administrator, once.</summary>
public sealed class SetupTests(Site site)
{
    [Fact]
    public async Task FirstStart_PrintedLink_CreatesTheAdministratorOnce()
    {
        await using var dashboard = await DashboardProcess.StartNewAsync(TestContext.Current.CancellationToken);
        var link = new Uri(dashboard.Log.Line("/account/setup?code="));
        await using var visit = await site.OpenAsync(Look.Plain, link.PathAndQuery, dashboard.Address);
        await visit.Page.Locator("#name").FillAsync("Ada");
        await visit.Page.Locator("#email").FillAsync("ada@example.com");
        await visit.Page.Locator("#password").FillAsync("a sentence of some length");
        await visit.Page.Locator("button[type=submit]").ClickAsync();
        await visit.Page.Locator("a.button.primary").ClickAsync();
        await visit.Page.Locator("#email").FillAsync("ada@example.com");
        await visit.Page.Locator("#password").FillAsync("a sentence of some length");
        await visit.Page.Locator("button[type=submit]").ClickAsync();
        await Expect(visit.Page.Locator("[data-state=empty-first]")).ToBeVisibleAsync();

        await visit.Page.GotoAsync("/account/password");
        await visit.Page.Locator("#current").FillAsync("a sentence of some length");
        await visit.Page.Locator("#next").FillAsync("password1234");
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await Expect(visit.Page.Locator("main .mud-alert")).ToContainTextAsync("tried first");
        await visit.Page.Locator("#current").FillAsync("a sentence of some length");
        await visit.Page.Locator("#next").FillAsync("another sentence of mine");
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await Expect(visit.Page.Locator("main [role=status]")).ToContainTextAsync("The password is changed");
        await visit.GoAsync("/account");
        await Expect(visit.Page.Locator("tr[data-session]")).ToHaveCountAsync(1);

        await using var late = await site.OpenAsync(Look.Plain, link.PathAndQuery, dashboard.Address);
        await Expect(late.Page.Locator("#password")).ToHaveCountAsync(0);
    }
}
