using System.Diagnostics;
using System.Globalization;
using System.Net;
using Posture.Dashboard.Tests.Security;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>Leaks that the matrix does not look for (reliability.md §4.3): what a page's connection brings, and answers that two tenants ask for at the same moment.</summary>
[Collection(BoundaryCollection.Name)]
public sealed class LeakTests(Premises premises)
{
    /// <summary>Pages that both tenants open under the same addresses.</summary>
    private static readonly string[] Pages =
    [
        "/fleet", "/findings?size=200&status=all", "/findings?q=mark&size=200", "/layers/1", "/clusters/prod", "/clusters/prod?tab=namespaces", "/drift?from=now-30d", "/identities?cluster=prod",
        "/network?cluster=prod", "/compliance/cis-1.12", "/controls/L1-POD-HOST-PID", "/reports?fw=pss", "/activity", "/help/score?cluster=prod&layer=1",
    ];

    /// <summary>Minutes that the hammer goes on; without it each page is asked for a few times.</summary>
    private static readonly double Minutes = double.TryParse(Environment.GetEnvironmentVariable("POSTURE_HAMMER_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;

    /// <summary>Filtered by the server: what is not a tenant's never comes over the wire, not even to be left out by the browser.</summary>
    [Theory]
    [InlineData(Estate.Alfa)]
    [InlineData(Estate.Bravo)]
    public async Task L09_FramesOfAPage_AreTheOwnTenantsOnly(string tenant)
    {
        var stage = await premises.StageAsync();
        using var browser = await premises.EnterAsync(tenant);
        foreach (var path in new[] { "/findings?size=200&status=all", "/network?cluster=prod&ns=" + Estate.NamespaceOf(tenant) })
        {
            var frames = await HubLine.FramesAsync(stage, browser, path, TimeSpan.FromSeconds(3));
            Assert.Contains(Estate.MarkOf(tenant), frames, StringComparison.Ordinal);
            Assert.Equal([], ForeignTo(tenant).Where(word => frames.Contains(word, StringComparison.OrdinalIgnoreCase)));
        }
    }

    /// <summary>What a lead's page hands over to its circuit is of no use in a tenant's session: the page is read anew, in the scope of who asks.</summary>
    [Fact]
    public async Task L11_PageOfALead_TakenUpByATenant_IsReadAnew()
    {
        const string Path = "/findings?size=200&status=all";
        var stage = await premises.StageAsync();
        using var lead = await premises.EnterAsync("second-lead");
        using var tenant = await premises.EnterAsync(Estate.Alfa);
        using var page = await lead.GetAsync(Path);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(Estate.MarkOf(Estate.Bravo), html, StringComparison.Ordinal);
        using var line = await HubLine.OpenAsync(stage, tenant);
        await line.StartCircuitAsync(tenant.Origin + "/", Path, html);

        var frames = await line.ReadAsync(TimeSpan.FromSeconds(3));

        Assert.Contains(Estate.MarkOf(Estate.Alfa), frames, StringComparison.Ordinal);
        Assert.Equal([], ForeignTo(Estate.Alfa).Where(word => frames.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Whoever comes to know the secret of an open page gains nothing by it: it is taken up in the session that opened it, and in no other.</summary>
    [Fact]
    public async Task L11_Circuit_IsTakenUpInItsOwnSessionOnly()
    {
        var stage = await premises.StageAsync();
        using var lead = await premises.EnterAsync("second-lead");
        using var tenant = await premises.EnterAsync(Estate.Alfa);
        using var page = await lead.GetAsync("/help");
        using var first = await HubLine.OpenAsync(stage, lead);
        await first.StartCircuitAsync(lead.Origin + "/", "/help", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var secret = HubLine.SecretOf(await first.ReadAsync(TimeSpan.FromSeconds(3)));

        using var thief = await HubLine.OpenAsync(stage, tenant);
        Assert.False(await thief.ConnectAsync(secret));
        using var again = await HubLine.OpenAsync(stage, lead);
        Assert.True(await again.ConnectAsync(secret));
        Assert.False(await thief.ConnectAsync(secret));
    }

    /// <summary>Nothing that is kept between requests, and nothing that is shared by them, has a tenant's words in it (L-06, L-07).</summary>
    [Fact]
    public async Task L06_L07_TwoTenantsAtTheSamePagesAtOnce_NeverMeet()
    {
        await premises.StageAsync();
        var time = Stopwatch.StartNew();
        var asked = await Task.WhenAll(
            from visit in Enumerable.Range(0, 2)
            from tenant in new[] { Estate.Alfa, Estate.Bravo }
            select Task.Run(() => AskAsync(tenant, visit, time)));

        var found = asked.SelectMany(answers => answers.Found).Distinct(StringComparer.Ordinal).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{asked.Sum(answers => answers.Count)} answers to 4 visits of 2 tenants in {time.Elapsed.TotalMinutes:F1} minutes, {found.Count} with a foreign word"));
        Assert.Equal([], found);
        Assert.All(asked, answers => Assert.True(answers.Own > 0));
    }

    /// <summary>Words of the other tenant. The namespace of alfa is no word foreign to bravo: bravo wrote it into its own objects.</summary>
    private static string[] ForeignTo(string tenant) => tenant == Estate.Alfa ? [Estate.MarkOf(Estate.Bravo), Estate.NamespaceOf(Estate.Bravo)] : [Estate.MarkOf(Estate.Alfa)];

    private async Task<(int Count, int Own, HashSet<string> Found)> AskAsync(string tenant, int visit, Stopwatch time)
    {
        using var caller = new Caller(await premises.EnterAsync(tenant));
        var (count, own, found) = (0, 0, new HashSet<string>(StringComparer.Ordinal));
        // Half of them backwards, so that the same page is asked for by both at the same moment and by neither.
        var pages = visit % 2 == 0 ? Pages : [.. Pages.Reverse()];
        for (var round = 0; round < 2 || time.Elapsed.TotalMinutes < Minutes; round++)
            foreach (var page in pages)
            {
                var answer = await caller.GetAsync(page);
                count++;
                if (answer.Status != HttpStatusCode.OK)
                    found.Add($"{page} as {tenant}: {(int)answer.Status}");
                foreach (var word in ForeignTo(tenant).Where(word => MatrixTests.Said(answer, word, page)))
                    found.Add($"{page} as {tenant}: {word}");
                if (MatrixTests.Said(answer, Estate.MarkOf(tenant), page))
                    own++;
            }
        return (count, own, found);
    }
}
