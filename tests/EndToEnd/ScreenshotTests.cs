using static Microsoft.Playwright.Assertions;

namespace Posture.EndToEnd;

/// <summary>Pictures of every page for people to look at, into the folder that <c>POSTURE_SCREENSHOTS</c> names.</summary>
public sealed class ScreenshotTests(Site site)
{
    private static readonly Look[] Looks =
    [
        new(1440, false, "en"), new(1440, true, "en"), new(390, false, "en"), new(390, true, "zh-CN"), new(1440, false, "zh-CN"),
    ];

    /// <summary>Pages without rows, with an address that is not understood, and at a time before anything was read.</summary>
    private static readonly string[] States =
    [
        "/findings?q=nothing-is-called-so", "/findings?sev=none&layer=99", "/fleet?at=2020-01-01T00:00:00Z", "/clusters/not-there",
        "/identities?cluster=production&verb=frobnicate&resource=widgets", "/network?cluster=production", "/drift?show=objects",
    ];

    /// <summary>Pages that live without a circuit.</summary>
    private static readonly string[] Plain = ["/account/password", "/account/second-factor", "/account/passkeys", "/account/ended?returnUrl=%2Ffleet"];

    /// <summary>Findings whose change has every form, closes connections, or takes rights away.</summary>
    private static readonly (string Name, string List)[] Findings =
    [
        ("finding", "/findings"), ("finding-helm", "/findings?cluster=production&ns=monitoring&control=L1-CTR-PRIV-ESCALATION"),
        ("finding-connections", "/findings?control=L7-NETPOL-DEFAULT-DENY-INGRESS"), ("finding-rights", "/findings?control=L6-RBAC-SECRETS-READ"),
        ("finding-no-patch", "/findings?control=L2-IMG-VULN-CRITICAL"),
    ];

    [Theory]
    [InlineData("lead")]
    [InlineData("tenant")]
    [InlineData("manager")]
    [InlineData("admin")]
    public async Task Pages_EachLook_ArePictured(string role)
    {
        var folder = Environment.GetEnvironmentVariable("POSTURE_SCREENSHOTS");
        Assert.SkipUnless(folder is { Length: > 0 }, "Set POSTURE_SCREENSHOTS to a folder to take pictures of every page.");
        foreach (var look in Looks)
        {
            await using var visit = await site.SignInAsync(role, look);
            await visit.ReadyAsync();
            foreach (var page in SeesNames(role) ? Pages.All.Concat(States) : Pages.Of(role))
            {
                await visit.GoAsync(page);
                await ShootAsync(visit, folder!, role, page.Trim('/'), look);
            }
            foreach (var page in Plain)
            {
                await visit.Page.GotoAsync(page);
                await ShootAsync(visit, folder!, role, page.Trim('/'), look);
            }
            foreach (var (name, list) in SeesNames(role) ? Findings : [])
                await ShootFindingAsync(visit, folder!, role, name, list, look);
            Assert.DoesNotContain(visit.Errors, error => !error.Contains("404", StringComparison.Ordinal));
        }
    }

    /// <summary>A lead who takes a tenant's view, and where it is taken.</summary>
    [Fact]
    public async Task ViewAs_EachLook_IsPictured()
    {
        var folder = Environment.GetEnvironmentVariable("POSTURE_SCREENSHOTS");
        Assert.SkipUnless(folder is { Length: > 0 }, "Set POSTURE_SCREENSHOTS to a folder to take pictures of every page.");
        foreach (var look in Looks)
        {
            await using var visit = await site.SignInAsync("lead", look);
            await visit.ReadyAsync();
            await visit.GoAsync("/admin?tenant=shop");
            await ShootAsync(visit, folder!, "lead", "admin-tenant-shop", look);
            await visit.Page.Locator("button[name=tenant]").ClickAsync();
            await Expect(visit.Page.Locator("[data-views-as=shop]")).ToBeVisibleAsync();
            foreach (var page in new[] { "/findings", "/clusters/production" })
            {
                await visit.GoAsync(page);
                await ShootAsync(visit, folder!, "lead-as-shop", page.Trim('/'), look);
            }
            await visit.Page.Locator("[data-views-as] button").ClickAsync();
            await Expect(visit.Page.Locator("[data-views-as]")).ToHaveCountAsync(0);
        }
    }

    private static bool SeesNames(string role) => role is "lead" or "tenant";

    /// <summary>The first finding of a list, with its change in every form, and whom the change touches. A role that sees none has no picture.</summary>
    private static async Task ShootFindingAsync(Visit visit, string folder, string role, string name, string list, Look look)
    {
        await visit.GoAsync(list);
        var first = visit.Page.Locator("tr[data-finding] a[href*='/findings/']").First;
        if (await first.CountAsync() == 0)
            return;
        await visit.GoAsync(await first.GetAttributeAsync("href") ?? throw new InvalidOperationException("A finding without an address."));
        await ShootAsync(visit, folder, role, name, look);
        foreach (var form in await visit.Page.Locator("[data-form][aria-pressed=false]").AllAsync())
        {
            var word = await form.GetAttributeAsync("data-form");
            await visit.Page.Locator($"[data-form={word}]").ClickAsync();
            await Expect(visit.Page.Locator($"[data-form={word}]")).ToHaveAttributeAsync("aria-pressed", "true");
            await ShootAsync(visit, folder, role, $"{name}-{word}", look);
        }
    }

    private static Task ShootAsync(Visit visit, string folder, string role, string name, Look look)
    {
        var file = string.Concat(name.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign == '.' ? sign : '-'));
        var path = Path.Combine(folder, $"{role}-{file}-{(look.Dark ? "dark" : "light")}-{look.Width}-{look.Language}.png");
        return visit.Page.ScreenshotAsync(new() { Path = path, FullPage = true });
    }
}
