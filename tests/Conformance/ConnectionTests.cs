using System.Text.Json.Nodes;
using Posture.Collectors.Cli;
using Posture.TestKit;

namespace Posture.Conformance;

/// <summary>The lines of <c>posture network connections</c> beside those that another analyzer publishes of the same objects: every pair, every port.</summary>
public sealed class ConnectionTests(ITestOutputHelper output)
{
    private const string Corpus = "netpol-analyzer";

    /// <summary>Share of the cases that must agree; the rest has its reason written.</summary>
    private const double Least = 0.95;

    [Fact]
    public async Task PublishedConnections_Differ_OnlyWhereTheReasonIsWritten()
    {
        var shared = SharedFolder.Find("corpus");
        Assert.SkipUnless(shared is not null, "../shared/corpus is not there: the connections that netpol-analyzer publishes cannot be compared");
        var reasons = Written.ConnectionDifferences();
        var wrong = new List<string>();
        var (cases, lines, differing) = (0, 0, 0);
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(shared, "cases", Corpus)).Order(StringComparer.Ordinal))
        {
            cases++;
            var name = Path.GetFileName(folder);
            var expected = Expected(JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "case.json"), TestContext.Current.CancellationToken))!);
            var told = await ToldAsync(folder);
            lines += expected.Count;
            var isExplained = reasons.Remove(name, out var reason);
            if (expected.SetEquals(told))
            {
                if (isExplained)
                    wrong.Add($"{name}: agrees now; drop its reason");
                continue;
            }
            differing++;
            if (!isExplained || reason!.Length < 40)
                wrong.Add($"{name}:\n  missing: {Shown(expected.Except(told, StringComparer.Ordinal))}\n"
                    + $"  extra:   {Shown(told.Except(expected, StringComparer.Ordinal))}");
        }
        wrong.AddRange(reasons.Keys.Select(name => $"{name}: there is no such case; drop its reason"));
        output.WriteLine($"{cases - differing} of {cases} cases agree, {lines} lines");

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(cases - differing >= Least * cases, $"only {cases - differing} of {cases} cases agree");
        Assert.True(lines > 5000, $"only {lines} lines were compared");
    }

    private static async Task<HashSet<string>> ToldAsync(string folder)
    {
        await using var told = new StringWriter();
        await using var chatter = new StringWriter();
        var exit = await CommandLine.RunAsync(["network", "connections", folder, "-o", "csv"], told, chatter, TestContext.Current.CancellationToken);
        Assert.True(exit == 0, $"{folder}: {chatter}");
        return [.. told.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(Line)];
    }

    /// <summary>Source, destination and ports of a row of CSV; ports are quoted where they hold a comma.</summary>
    private static string Line(string row)
    {
        var cells = new List<string>();
        var quoted = false;
        var cell = "";
        foreach (var letter in row)
        {
            if (letter == '"')
                quoted = !quoted;
            else if (letter == ',' && !quoted)
                (cells, cell) = ([.. cells, cell], "");
            else
                cell += letter;
        }
        return $"{cells[0]} => {cells[1]} : {cells[2]}";
    }

    private static HashSet<string> Expected(JsonNode item) => [.. item["connections"]!.AsArray().Select(line => $"{End(line!["src"]!)} => {End(line["dst"]!)} : {Ports(line["conns"]!)}")];

    private static string End(JsonNode end)
    {
        if (end["ip"] is JsonArray range)
            return $"{range[0]}-{range[1]}";
        return end["ingressController"] is not null ? "{ingress-controller}" : $"{end["namespace"]}/{end["name"]}[{end["workloadKind"]}]";
    }

    private static string Ports(JsonNode ports) => ports is JsonValue ? "All Connections"
        : string.Join(',', ((string[])["TCP", "UDP", "SCTP"]).Where(name => ports[name] is not null)
            .Select(name => $"{name} {string.Join(',', ports[name]!.AsArray().Select(range => Range(range!)))}"));

    private static string Range(JsonNode range) => $"{range[0]}" == $"{range[1]}" ? $"{range[0]}" : $"{range[0]}-{range[1]}";

    private static string Shown(IEnumerable<string> lines)
    {
        var all = lines.Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? "none" : $"{string.Join(" | ", all.Take(6))}{(all.Count > 6 ? $" and {all.Count - 6} more" : "")}";
    }
}
