using Posture.Dashboard.Components.Pages;
using Posture.Dashboard.Components.Pages.Drift;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Addresses: what they hold, what they leave out, what they refuse; and the pure parts of pages.</summary>
public sealed class PageStateTests
{
    private static readonly DateTimeOffset Now = PageStage.Now;

    private static FindingsState Read(string query) => FindingsState.Of(PageQuery.Of("http://localhost/findings" + query), Now);

    [Fact]
    public void Findings_Defaults_AreLeftOutOfTheAddress()
    {
        Assert.Equal("/findings", Read("").Href);
        Assert.Equal("/findings", Read("?status=fail&page=1&size=50").Href);
        Assert.Equal([Verdict.Fail], Read("").Filter.Verdicts);
        Assert.False(Read("").Filter.IncludeSystem);
    }

    [Theory]
    [InlineData("?cluster=a&cluster=b&ns=shop&layer=1&layer=7&control=L1-X&sev=critical&status=not-assessed&status=error&q=x%20y&sort=-age,control&page=3&size=20")]
    [InlineData("?status=all&kind=Pod&name=web&since=2026-11-01T00:00:00Z&system=1&at=2026-11-02T00:00:00Z")]
    [InlineData("?ns=")]
    public void Findings_Address_RoundTrips(string query)
    {
        var state = Read(query);
        var again = Read(new Uri("http://localhost" + state.Href).Query);
        Assert.Equal(state.Href, again.Href);
        Assert.Equal(Uri.UnescapeDataString(query).Replace("%3A", ":", StringComparison.Ordinal).Split('&').Order(), Uri.UnescapeDataString(state.Href[9..]).Split('&').Order());
    }

    [Fact]
    public void Query_BadValues_FallBackAndAreNamed()
    {
        var query = PageQuery.Of("http://localhost/findings?layer=99&sev=awful&page=-4&at=yesterday&unknown=1&sort=colour");
        var state = FindingsState.Of(query, Now);
        Assert.Equal("/findings", state.Href);
        Assert.Equal(["at=yesterday", "layer=99", "page=-4", "sev=awful", "sort=colour"], query.Rejected.Order());
    }

    [Fact]
    public void Query_TooManyOrTooLong_IsBounded()
    {
        var many = string.Join('&', Enumerable.Range(0, 100).Select(i => $"cluster=c{i}"));
        Assert.Equal(20, PageQuery.Of("http://localhost/x?" + many).All("cluster").Count);
        Assert.Empty(PageQuery.Of("http://localhost/x?cluster=" + new string('a', 300)).All("cluster"));
    }

    [Theory]
    [InlineData("now", 0)]
    [InlineData("now-24h", 24 * 60)]
    [InlineData("now-7d", 7 * 24 * 60)]
    [InlineData("now-30m", 30)]
    public void Time_Relative_IsReadFromNow(string text, int minutes) => Assert.Equal(Now.AddMinutes(-minutes), PageTime.Parse(text, Now));

    [Fact]
    public void Time_Absolute_RoundTripsToTheTick() => Assert.Equal(Now.AddTicks(1234567), PageTime.Parse(PageTime.Format(Now.AddTicks(1234567)), Now));

    [Fact]
    public void Findings_SortedTwice_TurnsRound()
    {
        var once = Read("?page=4").SortedBy(FindingSort.Age, firstDescending: true);
        Assert.Equal("/findings?sort=-age", once.Href);
        Assert.Equal("/findings?sort=age", once.SortedBy(FindingSort.Age, firstDescending: true).Href);
    }

    [Fact]
    public void HeldRows_KeepPlacesAndCountChanges()
    {
        var (rows, changes) = HeldRows.Merge([("a", 1), ("b", 1), ("c", 1)], [("d", 2), ("b", 2), ("a", 2)], row => row.Item1);
        Assert.Equal([("a", 2), ("b", 2), ("c", 1)], rows);
        Assert.Equal(3, changes); // c went, d came, b moved
        Assert.Equal(0, HeldRows.Merge([("a", 1)], [("a", 2)], row => row.Item1).Changes);
    }

    [Fact]
    public void FieldDiff_NamesFieldsByNameAndPath()
    {
        const string Before = """{"metadata":{"resourceVersion":"1","labels":{"a.b/c":"x"}},"spec":{"containers":[{"name":"a","image":"i:1"},{"name":"b"}],"list":[1,2]}}""";
        const string After = """{"metadata":{"resourceVersion":"2","labels":{"a.b/c":"y"}},"spec":{"containers":[{"name":"b"},{"name":"a","image":"i:2"}],"list":[1,3]}}""";
        Assert.Equal(
            [new("""metadata.labels["a.b/c"]""", "x", "y"), new("spec.containers[a].image", "i:1", "i:2"), new("spec.list[1]", "2", "3")],
            FieldDiff.Of(Before, After));
        Assert.Empty(FieldDiff.Of(Before, Before));
    }

    [Fact]
    public void FieldDiff_AddedAndRemovedFields_HaveOneSide() =>
        Assert.Equal([new FieldChange("a", "1", null), new FieldChange("b", null, "{\"c\":2}")], FieldDiff.Of("""{"a":1}""", """{"b":{"c":2}}"""));

    [Theory]
    [InlineData(null, Freshness.Never)]
    [InlineData(14, Freshness.Current)]
    [InlineData(16, Freshness.Late)]
    [InlineData(25 * 60, Freshness.LeftOut)]
    public void Freshness_FollowsTheAge(int? minutes, Freshness expected) =>
        Assert.Equal(expected, FreshnessRules.Of(minutes is { } age ? Now.AddMinutes(-age) : null, Now));
}
