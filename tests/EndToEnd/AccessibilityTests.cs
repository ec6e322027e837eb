using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Posture.EndToEnd;

/// <summary>Serious and critical violations of WCAG 2.2 A and AA that axe can see: none, on any page, in both themes. No exceptions are listed.</summary>
public sealed class AccessibilityTests(Site site)
{
    private static readonly AxeRunOptions Options = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    /// <summary>No sideways scroll besides (WCAG 1.4.10): only tables, matrices and code scroll sideways, each inside its own region.</summary>
    [Theory]
    [InlineData("lead", false, 1440)]
    [InlineData("lead", true, 390)]
    [InlineData("admin", true, 390)]
    [InlineData("manager", false, 390)]
    public async Task EveryPage_HasNoSeriousViolationAndDoesNotScrollSideways(string role, bool dark, int width)
    {
        await using var visit = await site.SignInAsync(role, Look.Plain with { Dark = dark, Width = width });
        await visit.ReadyAsync();
        var found = new List<string>();
        foreach (var address in await AddressesAsync(visit, role))
        {
            await visit.GoAsync(address);
            found.AddRange(await ViolationsAsync(visit, address));
            if (await ExcessAsync(visit) is > 0 and var excess)
                found.Add($"{address}: {excess} px too wide");
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

    private static Task<int> ExcessAsync(Visit visit) =>
        visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    private static async Task<IEnumerable<string>> ViolationsAsync(Visit visit, string address)
    {
        var result = await visit.Page.RunAxe(Options);
        // Something was looked at: an empty page has no violations either.
        Assert.NotEmpty(result.Passes);
        return result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{address}: {violation.Id} ({violation.Impact}) at {node.Target}: {node.Html[..Math.Min(node.Html.Length, 160)]}"));
    }
}
