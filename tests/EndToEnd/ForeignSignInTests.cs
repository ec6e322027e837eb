using Microsoft.Playwright;
using Posture.TestKit.Identity;
using static Microsoft.Playwright.Assertions;

namespace Posture.EndToEnd;

/// <summary>A certified provider that is not ours, in a real browser: in, out, and, while a page is open here, out there or without the group that let in.</summary>
public sealed class ForeignSignInTests(Site site)
{
    [Fact]
    public async Task ForeignProvider_SignsIn_SignsOut_AndEndsOpenPages()
    {
        Assert.SkipWhen(ForeignProvider.Missing is not null, ForeignProvider.Missing ?? "");
        var token = TestContext.Current.CancellationToken;
        await using var provider = await ForeignProvider.StartAsync(token);
        await using var dashboard = await DashboardProcess.StartForeignAsync(provider, token);
        await using var visit = await site.OpenAsync(Look.Plain, "/findings", dashboard.Address);

        await SignInAsync(visit.Page);
        await visit.ReadyAsync();
        await Expect(visit.Page.Locator("tr[data-finding]").First).ToBeVisibleAsync();
        await visit.Page.Locator("button[popovertarget=user-menu]").ClickAsync();
        await visit.Page.Locator("#user-menu form button").ClickAsync();
        await ConfirmAsync(visit.Page);
        await visit.Page.WaitForURLAsync("**/account/signed-out");

        await visit.Page.GotoAsync("/findings");
        await SignInAsync(visit.Page);
        await visit.ReadyAsync();
        var elsewhere = await visit.Page.Context.NewPageAsync();
        await elsewhere.GotoAsync(provider.Authority + "/session/end");
        await ConfirmAsync(elsewhere);
        await visit.Page.WaitForURLAsync("**/account/ended?returnUrl=%2Ffindings", new() { WaitUntil = WaitUntilState.Commit });

        await visit.Page.GotoAsync("/findings");
        await SignInAsync(visit.Page);
        await visit.ReadyAsync();
        await provider.ChangeAsync("list", new Dictionary<string, object> { ["groups"] = "everyone" });
        // An open page that nobody touches: as long as P-18 gives.
        await visit.Page.WaitForURLAsync("**/account/ended?returnUrl=%2Ffindings", new() { WaitUntil = WaitUntilState.Commit, Timeout = 30_000 });
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.Locator("input[name=login]").FillAsync("list");
        await page.Locator("input[name=password]").FillAsync("anything");
        await page.Locator("button[type=submit]").ClickAsync();
    }

    private static Task ConfirmAsync(IPage page) => page.Locator("button[name=logout]").ClickAsync();
}
