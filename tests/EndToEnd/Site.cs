using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using Posture.EndToEnd;

[assembly: AssemblyFixture(typeof(Site))]

namespace Posture.EndToEnd;

/// <summary>One dashboard and one browser for all tests of this assembly; each test opens a session (cookies, storage) of its own.</summary>
public sealed class Site : IAsyncLifetime
{
    private DashboardProcess? _dashboard;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal Uri Address => Running.Address;

    internal string Manifests => Running.Manifests;

    private DashboardProcess Running => _dashboard ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var starting = DashboardProcess.StartDemoAsync(token);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = FindChromium(),
            // Chromium's sandbox refuses to run as root.
            Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [],
        });
        _dashboard = await starting;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_dashboard is not null)
            await _dashboard.DisposeAsync();
    }

    /// <summary>A new session, signed in as the demo account of a role, on the page where that role lands.</summary>
    internal async Task<Visit> SignInAsync(string role, Look? look = null, string path = "/")
    {
        var visit = await OpenAsync(look ?? Look.Plain, path);
        await visit.SignInAsync(role);
        return visit;
    }

    internal Task<Visit> OpenAsync(Look look, string path) => OpenAsync(look, path, Address);

    internal async Task<Visit> OpenAsync(Look look, string path, Uri address)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = address.AbsoluteUri,
            ViewportSize = new() { Width = look.Width, Height = 900 },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = look.Language,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        // Bounds a test that hangs; what is meant to be fast is measured elsewhere, so a busy machine must not fail here.
        page.SetDefaultTimeout(60_000);
        SetDefaultExpectTimeout(60_000);
        await page.GotoAsync(path);
        return new(context, page);
    }

    private static string FindChromium()
    {
        // The shell is the same browser without a window, its tool bars and their processes.
        string[] names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .Append("/Applications/Chromium.app/Contents/MacOS/Chromium").Append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
            .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("Chromium was not found; ./test installs it.");
    }
}
