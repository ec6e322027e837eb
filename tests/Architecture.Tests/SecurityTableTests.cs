using System.Globalization;
using System.Text.RegularExpressions;

namespace Posture.Architecture.Tests;

/// <summary><c>docs/security.md</c> says nothing that no test holds.</summary>
public sealed partial class SecurityTableTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "security.md"));

    [Fact]
    public void EveryTestThatIsNamed_IsThere()
    {
        var tests = Repository.Sources("tests", "*Tests.cs").SelectMany(file => TestPattern().Matches(File.ReadAllText(file))
            .Select(test => $"{Path.GetFileNameWithoutExtension(file)}.{test.Groups["name"].Value}")).ToHashSet(StringComparer.Ordinal);
        var named = Rows().SelectMany(row => row.Tests).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(named.Count > 50, $"only {named.Count} tests are named");
        Assert.Equal([], named.Where(test => !tests.Contains(test)));
    }

    [Fact]
    public void WhatIsMet_NamesItsTest_AndWhatIsMissingIsSaid()
    {
        Assert.Equal([], Rows().Where(row => row.State is not ("yes" or "partly" or "no" or "–")).Select(row => row.Id));
        Assert.Equal([], Rows().Where(row => row.State == "yes" && (row.Tests.Count == 0 || row.How.Length == 0)).Select(row => row.Id));
        Assert.Equal([], Rows().Where(row => row.State == "partly" && row.How.Length == 0).Select(row => row.Id));
        Assert.Equal([], Rows().Where(row => row.State is "no" or "–" && row.Tests.Count > 0).Select(row => row.Id));
    }

    [Fact]
    public void Requirement_HasOneRow_AndEveryChapterIsThere()
    {
        var ids = Rows().Select(row => row.Id).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        var numbered = Numbered("L", 1, 30).Concat(Numbered("B", 35, 76)).ToList();
        Assert.Equal(numbered, ids.Where(id => id[1] == '-'));
        var requirements = ids.Except(numbered).ToList();
        Assert.All(requirements, id => Assert.Matches(@"^\d+\.\d+(\.\d+)?$", id));
        Assert.Equal(Enumerable.Range(1, 16), requirements.Select(id => int.Parse(id.Split('.')[0], CultureInfo.InvariantCulture)).Distinct().Order());
    }

    private static IEnumerable<string> Numbered(string table, int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"{table}-{number:00}"));

    private static List<Row> Rows() => [.. Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| id |", StringComparison.Ordinal)).Select(line =>
    {
        var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(5, cells.Length);
        return new Row(cells[0], cells[2], cells[3], [.. NamePattern().Matches(cells[4]).Select(name => name.Groups["name"].Value)]);
    })];

    private sealed record Row(string Id, string State, string How, IReadOnlyList<string> Tests);

    [GeneratedRegex(@"\[(Fact|Theory)\b[\s\S]*?public (async Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TestPattern();

    [GeneratedRegex(@"`(?<name>\w+Tests\.\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePattern();
}
