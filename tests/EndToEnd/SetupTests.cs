using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Posture.EndToEnd;

/// <summary>A new installation: the printed link makes the first administrator, once, who then changes what the account signs in with.</summary>
public sealed class SetupTests(Site site)
{
    private const string Email = "ada@example.com";
    private const string First = "a sentence of some length";
    private const string Second = "another sentence of mine";

    [Fact]
    public async Task FirstStart_PrintedLink_CreatesTheAdministratorOnce()
    {
        await using var dashboard = await DashboardProcess.StartNewAsync(TestContext.Current.CancellationToken);
        var link = new Uri(dashboard.Log.Line("/account/setup?code="));
        await using var visit = await site.OpenAsync(Look.Plain, link.PathAndQuery, dashboard.Address);
        var page = visit.Page;
        await FillAsync(page, ("#name", "Ada"), ("#email", Email), ("#password", First));
        await page.Locator("a.button.primary").ClickAsync();
        await FillAsync(page, ("#email", Email), ("#password", First));
        await Expect(page.Locator("[data-state=empty-first]")).ToBeVisibleAsync();

        await ChangePasswordAsync(visit);
        await UseSecondStepAsync(visit);
        await UsePasskeyAsync(visit);

        await using var late = await site.OpenAsync(Look.Plain, link.PathAndQuery, dashboard.Address);
        await Expect(late.Page.Locator("#password")).ToHaveCountAsync(0);
    }

    private static async Task ChangePasswordAsync(Visit visit)
    {
        await visit.Page.GotoAsync("/account/password");
        await FillAsync(visit.Page, ("#current", First), ("#next", "password1234"));
        await Expect(visit.Page.Locator("main .mud-alert")).ToContainTextAsync("tried first");
        await FillAsync(visit.Page, ("#current", First), ("#next", Second));
        await Expect(visit.Page.Locator("main [role=status]")).ToContainTextAsync("The password is changed");
        await visit.GoAsync("/account");
        await Expect(visit.Page.Locator("tr[data-session]")).ToHaveCountAsync(1);
    }

    private static async Task UseSecondStepAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("/account/second-factor");
        await Expect(page.Locator("[data-factor-picture] path")).ToBeVisibleAsync();
        var app = new AuthenticatorApp(await page.Locator("[data-factor-key]").InnerTextAsync());
        var step = AuthenticatorApp.Now;
        await FillAsync(page, ("#code", app.Code(step)));
        var codes = page.Locator("[data-recovery-codes] code");
        await Expect(codes).ToHaveCountAsync(10);
        var recovery = await codes.AllInnerTextsAsync();

        await SignOutAsync(visit);
        await FillAsync(page, ("#email", Email), ("#password", Second));
        // The code of before is used up; that of the next step is taken already, and on a slow machine it is the turn of a later one.
        await FillAsync(page, ("#code", app.Code(step)));
        await Expect(page.Locator("main .mud-alert")).ToContainTextAsync("used already");
        await FillAsync(page, ("#code", app.Code(Math.Max(step + 1, AuthenticatorApp.Now))));
        await Expect(page.Locator("[data-state=empty-first]")).ToBeVisibleAsync();

        await SignOutAsync(visit);
        await FillAsync(page, ("#email", Email), ("#password", Second));
        await FillAsync(page, ("#code", recovery[0]));
        await Expect(page.Locator("[data-state=empty-first]")).ToBeVisibleAsync();
        await page.GotoAsync("/account/second-factor");
        await Expect(page.Locator("main")).ToContainTextAsync("9 recovery codes are left");
    }

    /// <summary>With the authenticator that the browser itself has for tests.</summary>
    private static async Task UsePasskeyAsync(Visit visit)
    {
        var page = visit.Page;
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        var added = await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        var authenticator = added!.Value.GetProperty("authenticatorId").GetString()!;
        // A press counts from the first moment the button is there, however late the large scripts of the page arrive.
        await page.RouteAsync("**/blazor.web*.js", async route =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            await route.ContinueAsync();
        });
        await page.GotoAsync("/account/passkeys", new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator("[data-passkey=create]").ClickAsync();
        await Expect(page.Locator("[data-passkeys]")).ToHaveCountAsync(0);
        await page.Locator("#passkey-name").FillAsync("laptop");
        await page.Locator("[data-passkey=create]").ClickAsync();
        await Expect(page.Locator("[data-passkey-done]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-passkeys] li")).ToHaveCountAsync(1);
        // The app had brought recovery codes already.
        await Expect(page.Locator("[data-recovery-codes]")).ToHaveCountAsync(0);
        await page.Locator("#passkey-name").FillAsync("laptop again");
        await page.Locator("[data-passkey=create]").ClickAsync();
        await Expect(page.Locator("[data-passkey-word]")).ToContainTextAsync("holds a passkey of your account already");

        await SignOutAsync(visit);
        await browser.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = authenticator, ["isUserVerified"] = false });
        await page.Locator("[data-passkey=get]").ClickAsync();
        await Expect(page.Locator("[data-passkey-word]")).ToContainTextAsync("Try again");
        await browser.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = authenticator, ["isUserVerified"] = true });
        await page.Locator("[data-passkey=get]").ClickAsync();
        await Expect(page.Locator("[data-state=empty-first]")).ToBeVisibleAsync();

        await page.GotoAsync("/account/passkeys");
        await page.Locator("[data-passkeys] button").ClickAsync();
        await Expect(page.Locator("[data-passkey-done]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-passkeys]")).ToHaveCountAsync(0);
        Assert.Empty(visit.Errors);
    }

    private static async Task SignOutAsync(Visit visit)
    {
        await visit.GoAsync("/account");
        await visit.Page.Locator("button[popovertarget=user-menu]").ClickAsync();
        await visit.Page.Locator("#user-menu button[type=submit]").ClickAsync();
        await visit.Page.Locator("a.button.primary").ClickAsync();
    }

    /// <summary>Fills the form of the page and sends it.</summary>
    private static async Task FillAsync(IPage page, params (string Field, string Value)[] values)
    {
        foreach (var (field, value) in values)
            await page.Locator(field).FillAsync(value);
        await page.Locator("main button[type=submit]").ClickAsync();
    }
}
