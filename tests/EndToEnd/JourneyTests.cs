using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Posture.EndToEnd;

/// <summary>What the product is for, once through: from the fleet to a finding, the fix in the manifest, and the pages that show it without a reload.</summary>
public sealed class JourneyTests(Site site)
{
    private const string Title = "Privileged container";

    private const string HostShell = """
        apiVersion: v1
        kind: Pod
        metadata: {name: host-shell, namespace: shop-search}
        spec:
          hostPID: true
          hostIPC: true
          hostNetwork: true
          containers:
          - {name: shell, image: busybox, securityContext: {privileged: true, runAsUser: 0}}
        """;

    [Fact]
    public async Task Lead_DrillsToAFinding_AndSeesTheFixLandWithoutReload()
    {
        await using var visit = await site.SignInAsync("lead");
        await visit.ReadyAsync();
        var page = visit.Page;
        var host = page.Locator("tr[data-cluster=production] td:nth-child(3) a");
        var before = await host.Locator("span[aria-hidden]").InnerTextAsync();
        await using var second = await site.SignInAsync("lead", path: "/fleet");
        await second.ReadyAsync();

        await host.ClickAsync();
        await page.WaitForURLAsync("**/findings?cluster=production&layer=1");
        await visit.ReadyAsync();
        await page.Locator("tr[data-finding]", new() { HasText = Title }).Filter(new() { HasText = "search-index" }).Locator("a").First.ClickAsync();
        await Expect(page.Locator("main h1")).ToHaveTextAsync(Title);
        await Expect(page.Locator("[data-facts] .verdict-fail")).ToBeVisibleAsync();

        await using (await Edit.ReplaceAsync(Path.Combine(site.Manifests, "production", "shop-search", "search-index.yaml"), "privileged: true", "privileged: false"))
        {
            await Expect(page.Locator("[data-facts] .verdict-pass")).ToBeVisibleAsync();
            await Expect(page.Locator("[data-notice=pass]")).ToBeVisibleAsync();
        }
        await Expect(page.Locator("[data-facts] .verdict-fail")).ToBeVisibleAsync();

        var cell = second.Page.Locator("tr[data-cluster=production] td:nth-child(3) a span[aria-hidden]");
        await using (await Edit.AddAsync(Path.Combine(site.Manifests, "production", "shop-search", "shell.yaml"), HostShell))
            await Expect(cell).Not.ToHaveTextAsync(before);
        await Expect(cell).ToHaveTextAsync(before);
        Assert.Empty(visit.Errors);
        Assert.Empty(second.Errors);
    }

    [Fact]
    public async Task Link_FollowedBeforeTheCircuitIsUp_LeadsToItsPageAndStays()
    {
        await using var visit = await site.SignInAsync("lead");
        await visit.ReadyAsync();
        // The server's answers wait from the moment the browser asks for the circuit.
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await visit.Page.RouteWebSocketAsync("**/_blazor?*", socket =>
        {
            var server = socket.ConnectToServer();
            socket.OnMessage(frame =>
            {
                if (frame.Binary is { } bytes && Encoding.UTF8.GetString(bytes).Contains("StartCircuit", StringComparison.Ordinal))
                    asked.TrySetResult();
                Pass(frame, server);
            });
            // One after the other: what waits must not overtake, or the protocol of the circuit breaks.
            var passed = Task.CompletedTask;
            server.OnMessage(frame => passed = PassAfter(passed, asked.Task.IsCompleted ? go.Task : Task.CompletedTask, frame, socket));
        });
        await visit.Page.GotoAsync("/clusters");
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        await visit.Page.Locator("nav a[href$='/drift']").First.ClickAsync();
        await Expect(visit.Page.Locator("main h1")).ToHaveTextAsync("Drift");
        go.SetResult();
        await Expect(visit.Page.Locator("[data-interactive]")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("main h1")).ToHaveTextAsync("Drift");
    }

    private static async Task PassAfter(Task before, Task gate, IWebSocketFrame frame, IWebSocketRoute to)
    {
        await before;
        await gate;
        Pass(frame, to);
    }

    private static void Pass(IWebSocketFrame frame, IWebSocketRoute to)
    {
        if (frame.Binary is { } bytes)
            to.Send(bytes);
        else
            to.Send(frame.Text!);
    }

    [Fact]
    public async Task Tenant_ForeignFindingOrCluster_IsNotFoundAndNowhereNamed()
    {
        await using var lead = await site.SignInAsync("lead");
        await lead.GoAsync("/findings?cluster=edge");
        var foreign = await lead.Page.Locator("tr[data-finding] a").First.GetAttributeAsync("href");
        await using var tenant = await site.SignInAsync("tenant");
        foreach (var address in new[] { foreign!, "/clusters/edge", "/findings?cluster=edge", "/fleet", "/drift" })
        {
            await tenant.GoAsync(address);
            Assert.DoesNotContain("tills", await tenant.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        }
        await tenant.GoAsync(foreign!);
        await Expect(tenant.Page.Locator("[data-facts]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task SignIn_WrongPassword_SaysSoAndKeepsTheName()
    {
        await using var visit = await site.OpenAsync(Look.Plain, "/fleet");
        await visit.SignInAsync("lead", "not the password");
        await Expect(visit.Page.Locator(".mud-alert")).ToBeVisibleAsync();
        Assert.Equal("lead@demo", await visit.Page.Locator("#email").InputValueAsync());
    }

    [Fact]
    public async Task SignIn_FromADeepLink_ReturnsThere()
    {
        await using var visit = await site.SignInAsync("manager", path: "/findings?cluster=edge&layer=7");
        await visit.Page.WaitForURLAsync("**/findings?cluster=edge&layer=7");
    }
}
