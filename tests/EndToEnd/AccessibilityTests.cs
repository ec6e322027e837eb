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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryPage_HasNoSeriousViolation(bool dark)
    {
        await using var visit = await site.SignInAsync("lead", Look.Plain with { Dark = dark });
        await visit.ReadyAsync();
        await visit.GoAsync("/findings");
        var finding = await visit.Page.Locator("tr[data-finding] a").First.GetAttributeAsync("href");
        var found = new List<string>();
        foreach (var address in Pages.All.Append(finding!))
        {
            await visit.GoAsync(address);
            found.AddRange(await ViolationsAsync(visit, address));
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("admin", false, 1440)]
    [InlineData("admin", true, 390)]
    [InlineData("manager", true, 1440)]
    [InlineData("manager", false, 390)]
    public async Task EveryPageOfARole_HasNoSeriousViolationAndDoesNotScrollSideways(string role, bool dark, int width)
    {
        await using var visit = await site.SignInAsync(role, Look.Plain with { Dark = dark, Width = width });
        await visit.ReadyAsync();
        foreach (var address in Pages.Of(role))
        {
            await visit.GoAsync(address);
            Assert.Empty(await ViolationsAsync(visit, address));
            Assert.Equal(0, await ExcessAsync(visit));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SignInPage_HasNoSeriousViolation(bool dark)
    {
        await using var visit = await site.OpenAsync(Look.Plain with { Dark = dark }, "/fleet");
        Assert.Empty(await ViolationsAsync(visit, "sign-in"));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    public async Task Fleet_EachWidth_HasNoSeriousViolation(int width)
    {
        await using var visit = await site.SignInAsync("lead", Look.Plain with { Width = width }, "/fleet");
        await visit.ReadyAsync();
        Assert.Empty(await ViolationsAsync(visit, "/fleet"));
    }

    /// <summary>WCAG 1.4.10: only tables, matrices and code scroll sideways, each inside its own region.</summary>
    [Fact]
    public async Task EveryPage_OnAPhone_DoesNotScrollSideways()
    {
        await using var visit = await site.SignInAsync("lead", Look.Plain with { Width = 390 });
        await visit.ReadyAsync();
        await visit.GoAsync("/findings");
        var finding = await visit.Page.Locator("tr[data-finding] a").First.GetAttributeAsync("href");
        var wide = new List<string>();
        foreach (var address in Pages.All.Append(finding!))
        {
            await visit.GoAsync(address);
            if (await ExcessAsync(visit) is > 0 and var excess)
                wide.Add($"{address}: {excess} px");
        }
        Assert.Empty(wide);
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
