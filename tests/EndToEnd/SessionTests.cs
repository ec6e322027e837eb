using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Posture.EndToEnd;

/// <summary>A session that is ended leaves its open pages, and nothing in the browser makes it anew: the provider's cookie is bound to the same session.</summary>
public sealed class SessionTests(Site site)
{
    [Fact]
    public async Task Session_EndedFromAnotherDevice_LeavesItsPageAndIsNotMadeAnew()
    {
        await using var lost = await site.SignInAsync("lead", path: "/account");
        await lost.ReadyAsync();
        var session = await lost.Page.Locator("tr[data-session]", new() { HasText = "This session" }).GetAttributeAsync("data-session");
        await lost.GoAsync("/clusters");
        await using var kept = await site.SignInAsync("lead", path: "/account");
        await kept.ReadyAsync();
        var row = kept.Page.Locator($"tr[data-session='{session}']");

        await row.Locator("button").ClickAsync();

        await lost.Page.WaitForURLAsync("**/account/ended?returnUrl=%2Fclusters", new() { Timeout = 15_000, WaitUntil = WaitUntilState.Commit });
        await Expect(row).ToHaveCountAsync(0);
        await lost.Page.Locator("a.button.primary").ClickAsync();
        await Expect(lost.Page.Locator("#password")).ToBeVisibleAsync();
        await lost.SignInAsync("lead");
        await lost.Page.WaitForURLAsync("**/clusters");
        await kept.GoAsync("/fleet");
        Assert.Empty(kept.Errors);
    }

    /// <summary>Who has to prove again who it is signs out, in, and is where it was.</summary>
    [Fact]
    public async Task SignInAgain_ComesBack()
    {
        await using var visit = await site.SignInAsync("manager", path: "/account");
        await visit.ReadyAsync();
        await visit.Page.EvaluateAsync(
            """
            () => {
              const form = document.querySelector('#user-menu form'), field = document.createElement('input');
              Object.assign(field, { type: 'hidden', name: 'returnUrl', value: '/account/password' });
              form.append(field);
              form.submit();
            }
            """);
        await visit.SignInAsync("manager");

        await Expect(visit.Page.Locator("#next")).ToBeVisibleAsync();
        Assert.EndsWith("/account/password", visit.Page.Url, StringComparison.Ordinal);
    }

    /// <summary>A browser keeps how pages are shown, and nothing of what they show (ASVS 14.3.3).</summary>
    [Fact]
    public async Task Browser_KeepsNothingOfWhatWasShown()
    {
        await using var visit = await site.SignInAsync("lead", path: "/findings");
        await visit.ReadyAsync();
        foreach (var path in new[] { "/fleet", "/identities", "/network", "/activity", "/account" })
            await visit.GoAsync(path);
        await visit.Page.Locator("[data-shortcuts-set=off]").DispatchEventAsync("click");

        var kept = await visit.Page.EvaluateAsync<string[]>(
            """
            async () => [
              ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(), ...(await indexedDB.databases()).map(database => database.name),
              ...(await navigator.serviceWorker.getRegistrations()).map(worker => worker.scope),
            ]
            """);

        Assert.Equal(["posture-shortcuts"], kept);
        Assert.Empty(visit.Errors);
    }

    /// <summary>The cookies of before the sign-out, put back into a browser, open nothing.</summary>
    [Fact]
    public async Task SignOut_CookiesKeptElsewhere_AreWorthNothing()
    {
        await using var visit = await site.SignInAsync("manager");
        await visit.ReadyAsync();
        var cookies = await visit.Page.Context.CookiesAsync();
        Assert.Contains(cookies, cookie => cookie.Name.EndsWith("posture-provider", StringComparison.Ordinal));
        await visit.Page.Locator("button[popovertarget=user-menu]").ClickAsync();
        await visit.Page.Locator("#user-menu button[type=submit]").ClickAsync();
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("You are signed out");

        await using var thief = await site.OpenAsync(Look.Plain, "/account/signed-out");
        await thief.Page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path }));
        await thief.Page.GotoAsync("/fleet");

        await Expect(thief.Page.Locator("#password")).ToBeVisibleAsync();
    }
}
