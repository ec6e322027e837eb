using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Posture.EndToEnd;

/// <summary>One browser session. Notes what the browser's console reports as an error.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Errors.Add(message.Text);
        };
        page.PageError += (_, error) => Errors.Add(error);
    }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    /// <summary>Signs in on the provider's page, to which any page leads.</summary>
    public async Task SignInAsync(string role, string password = DashboardProcess.Password)
    {
        await Page.Locator("#email").FillAsync(role + "@demo");
        await Page.Locator("#password").FillAsync(password);
        await Page.Locator("button[type=submit]").ClickAsync();
    }

    /// <summary>Goes to a page and waits until it has its data.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Waits until the circuit is up and no part shows its loading state.</summary>
    public async Task ReadyAsync()
    {
        await Expect(Page.Locator("[data-interactive]")).ToBeVisibleAsync();
        await Expect(Page.Locator("main h1").First).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-state=loading]")).ToHaveCountAsync(0);
        // Taken out and written anew when the circuit takes the page over, which a page without data of its own does last of all.
        await Page.WaitForFunctionAsync("() => document.title !== ''");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
