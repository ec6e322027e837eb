using System.Text.Json.Nodes;
using Posture.Analysis.Policy;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Conformance;

/// <summary>Policies that select nothing and pods that no policy selects, as the tests of another analyzer count them, beside our verdicts of the same objects.</summary>
public sealed class LintTests(ITestOutputHelper output)
{
    /// <summary>Cases in which ours is another answer, and why it stands. One that agrees again must be dropped.</summary>
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["testcase4-np1-emptiness"] = "One of two peers of a rule selects nothing. The reference calls a rule empty when all of its peers do; L7-NETPOL-DANGLING tells of each peer.",
    };

    [Fact]
    public void PublishedCounts_Differ_OnlyWhereTheReasonIsWritten()
    {
        var shared = SharedFolder.Find("corpus");
        Assert.SkipUnless(shared is not null, "../shared/corpus is not there: the counts that the tests of network policies publish cannot be compared");
        var wrong = new List<string>();
        var cases = 0;
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(shared, "cases", "netpol-lint")).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            var expected = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")))!;
            if (expected["quality"]!.GetValue<string>() != "ok")
                continue;
            cases++;
            var found = Found(folder, expected["query"]!.GetValue<string>() == "emptiness" ? "L7-NETPOL-DANGLING" : "L7-POD-UNSELECTED");
            if (found.Count > 0 == (expected["expect"]!.GetValue<string>() == "fail") == Reasons.ContainsKey(name))
                wrong.Add($"{name}: expected {expected["violations"]}, found {found.Count}: {string.Join(", ", found.Take(5))}");
        }
        output.WriteLine($"{cases - Reasons.Count} of {cases} cases agree");

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(cases >= 24, $"only {cases} cases were compared");
    }

    /// <summary>What fails; in a system namespace it is exempt from the score, but found all the same.</summary>
    private static List<string> Found(string folder, string control)
    {
        var cluster = new CaseCluster();
        foreach (var (index, item) in JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "objects.json")))!.AsArray().Index())
            cluster.Add(item!.AsObject(), index);
        cluster.Furnish("");
        return [.. cluster.Evaluate(PosturePolicy.Default).Where(finding => finding.Control == control && finding.Verdict is Verdict.Fail or Verdict.Exempt)
            .Select(finding => $"{finding.Object} {finding.Evidence.FirstOrDefault()?.Path}")];
    }
}
