using System.Net;
using Posture.Collectors.Cli;
using Posture.Dashboard.Tests.Pages;
using Posture.Store.Commands;

namespace Posture.Dashboard.Tests.Security;

/// <summary><c>posture admin break-glass</c>: the way in that needs the machine and nothing else (P-28).</summary>
public sealed class BreakGlassTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Another provider is set and away: nobody can sign in, and the link lets one in, once, with all rights.</summary>
    [Fact]
    public async Task Link_WithTheProviderAway_LetsInOnce_AndIsInTheLog()
    {
        await using var stage = await ServerStage.StartAsync(
            postgres, ("Posture:Demo", "false"), ("Posture:Identity:Embedded", "false"), ("Oidc:Authority", "http://127.0.0.1:9"), ("Oidc:ClientId", "posture"));
        using var browser = new Browser(stage, proxied: false);
        using (var away = await browser.GetAsync("/fleet"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        var path = await LinkAsync(stage);

        using (var entered = await browser.FillAsync(path))
            Assert.Equal("/", new Uri(stage.Address, entered.Headers.Location!).AbsolutePath);
        foreach (var page in new[] { "/fleet", "/admin", "/activity" })
        {
            using var answer = await browser.GetAsync(page);
            Assert.Equal((page, HttpStatusCode.OK), (page, answer.StatusCode));
            if (page == "/activity")
            {
                var text = await answer.Content.ReadAsStringAsync(Token);
                Assert.Contains("Break-glass link made", text, StringComparison.Ordinal);
                Assert.Contains("break-glass link", text, StringComparison.Ordinal);
            }
        }
        Assert.Contains("break-glass link was used", stage.Log.Warnings, StringComparison.Ordinal);

        using var second = new Browser(stage, proxied: false);
        await IsRefusedAsync(second, path);
    }

    /// <summary>Used, replaced, or never there: the same page, and no session.</summary>
    [Fact]
    public async Task Link_ReplacedOrNeverThere_LetsNobodyIn()
    {
        await using var stage = await ServerStage.StartAsync(postgres);
        using var browser = new Browser(stage, proxied: false);
        var first = await LinkAsync(stage);
        var second = await LinkAsync(stage);

        await IsRefusedAsync(browser, first);
        await IsRefusedAsync(browser, BreakGlassLink.Path + new string('x', 43));
        await IsRefusedAsync(browser, BreakGlassLink.Path + new string('x', 400));
        using var valid = await browser.GetAsync(second);
        Assert.DoesNotContain("data-invalid", await valid.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>With accounts of its own and no administrator who can sign in, who comes by the link can invite one.</summary>
    [Fact]
    public async Task WhoComesByTheLink_AdministersAccounts()
    {
        await using var stage = await ServerStage.StartAsync(postgres);
        using var browser = new Browser(stage, proxied: false);
        using (await browser.FillAsync(await LinkAsync(stage)))
        using (var page = await browser.GetAsync("/admin/people"))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            var text = await page.Content.ReadAsStringAsync(Token);
            Assert.Contains("id=\"invite-email\"", text, StringComparison.Ordinal);
        }
    }

    private static async Task IsRefusedAsync(Browser browser, string path)
    {
        using var page = await browser.GetAsync(path);
        Assert.Contains("data-invalid", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var fleet = await browser.GetAsync("/fleet");
        Assert.NotEqual(HttpStatusCode.OK, fleet.StatusCode);
    }

    private static async Task<string> LinkAsync(ServerStage stage)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, await CommandLine.RunAsync(["admin", "break-glass", "--connection", stage.Database], output, TextWriter.Null, Token));
        Assert.StartsWith(BreakGlassLink.Path, output.ToString(), StringComparison.Ordinal);
        return output.ToString().TrimEnd();
    }
}
