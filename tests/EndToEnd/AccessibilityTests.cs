using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Posture.EndToEnd;

/// <summary>Serious and critical violations of WCAG 2.2 A and AA that axe can see: none, on any page, in both themes. No exceptions are listed.</summary>
public sealed class AccessibilityTests(Site site)
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>As axe takes them; of what passes one example is enough.</summary>
    private static readonly object Options = new
    {
        runOnly = new { type = "tag", values = new[] { "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa" } },
        resultTypes = new[] { "violations" },
        // Stylesheets and media loaded once more, for rules that are experimental or about sound.
        preload = false,
    };

    /// <summary>No sideways scroll besides (WCAG 1.4.10): only tables, matrices and code scroll sideways, each inside its own region.</summary>
    /// <remarks>A page that is looked at twice is loaded once: theme and width change under it, as they do under a user.</remarks>
    [Theory]
    [InlineData("lead")]
    [InlineData("admin")]
    [InlineData("manager")]
    public async Task EveryPage_HasNoSeriousViolationAndDoesNotScrollSideways(string role)
    {
        await using var visit = await site.SignInAsync(role);
        await visit.ReadyAsync();
        var found = new List<string>();
        foreach (var address in await AddressesAsync(visit, role))
        {
            await visit.GoAsync(address);
            foreach (var look in LooksOf(role))
                found.AddRange(await FaultsAsync(visit, look, address));
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SignInPage_HasNoSeriousViolation(bool dark)
    {
        await using var visit = await site.OpenAsync(Look.Plain with { Dark = dark }, "/fleet");
        Assert.Empty(await ViolationsAsync(visit, "sign-in"));
    }

    [Fact]
    public async Task Fleet_OnATablet_HasNoSeriousViolation()
    {
        await using var visit = await site.SignInAsync("lead", Look.Plain with { Width = 768 }, "/fleet");
        await visit.ReadyAsync();
        Assert.Empty(await ViolationsAsync(visit, "/fleet"));
    }

    /// <summary>The pages of a role, and for who sees findings one of them.</summary>
    private static async Task<IEnumerable<string>> AddressesAsync(Visit visit, string role)
    {
        if (role != "lead")
            return Pages.Of(role);
        await visit.GoAsync("/findings");
        return Pages.All.Append((await visit.Page.Locator("tr[data-finding] a").First.GetAttributeAsync("href"))!);
    }

    private static Look[] LooksOf(string role) => role switch
    {
        "lead" => [Look.Plain, Look.Plain with { Dark = true, Width = 390 }],
        "admin" => [Look.Plain with { Dark = true, Width = 390 }],
        _ => [Look.Plain with { Width = 390 }],
    };

    /// <summary>What is wrong with the page as a theme and a width show it.</summary>
    private static async Task<IEnumerable<string>> FaultsAsync(Visit visit, Look look, string address)
    {
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light });
        await visit.Page.SetViewportSizeAsync(look.Width, 900);
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", look.Dark ? "dark" : "light");
        var shown = $"{address} ({look})";
        var violations = await ViolationsAsync(visit, shown);
        var excess = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return excess > 0 ? violations.Append($"{shown}: {excess} px too wide") : violations;
    }

    /// <summary>Runs axe in the page itself. The package's own way opens a second page for every result, which takes four times as long.</summary>
    private static async Task<IEnumerable<string>> ViolationsAsync(Visit visit, string address)
    {
        await visit.Page.EvaluateAsync(Script);
        var result = await visit.Page.EvaluateAsync<JsonElement>("async options => { const told = await axe.run(document, options); return { passes: told.passes.length, violations: told.violations }; }", Options);
        // Something was looked at: an empty page has no violations either.
        Assert.NotEqual(0, result.GetProperty("passes").GetInt32());
        return
        [
            .. from violation in result.GetProperty("violations").EnumerateArray()
               let impact = violation.GetProperty("impact").GetString()
               where impact is "serious" or "critical"
               from node in violation.GetProperty("nodes").EnumerateArray()
               let html = node.GetProperty("html").GetString()!
               select $"{address}: {violation.GetProperty("id").GetString()} ({impact}) at {node.GetProperty("target")}: {html[..Math.Min(html.Length, 160)]}",
        ];
    }
}
