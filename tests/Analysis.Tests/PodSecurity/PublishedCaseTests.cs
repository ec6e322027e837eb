using System.Text.Json;
using Posture.Analysis.PodSecurity;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.PodSecurity;

/// <summary>The admission plug-in's own cases: whole pods at each version (pss), and single checks with their exact words (psa-unit).</summary>
public sealed class PublishedCaseTests
{
    [Fact]
    public void WholePods_AtEveryVersion_GetTheUpstreamVerdict()
    {
        var wrong = new List<string>();
        var judged = 0;
        foreach (var (folder, expectation) in Cases("pss"))
        {
            var (level, check, allowed) = (LevelOf(expectation), Text(expectation.GetProperty("rule"), "id")!, Text(expectation, "expect") == "pass");
            var pod = PodOf(folder);
            foreach (var version in expectation.GetProperty("versions").EnumerateArray())
            {
                judged++;
                var violations = new PodSecurityEvaluator(level, PodSecurityEvaluator.MinorOf(version.GetString())!.Value).Evaluate(pod.Metadata, pod.Spec);
                if (allowed != (violations.Count == 0) || (!allowed && !violations.Any(violation => IsForm(violation.Check, check))))
                    wrong.Add($"{Path.GetFileName(folder)} {version}: {string.Join("; ", violations)}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(judged > 2000, $"only {judged} verdicts were compared");
    }

    [Fact]
    public void SingleChecks_SayWhatUpstreamSays()
    {
        var wrong = new List<string>();
        foreach (var (folder, expectation) in Cases("psa-unit"))
        {
            var (check, minor) = (Text(expectation.GetProperty("rule"), "id")!, PodSecurityEvaluator.MinorOf(Text(expectation, "version"))!.Value);
            var rule = PodRules.All.Single(rule => rule.Id == check && rule.Since <= minor && minor < rule.Until);
            var pod = PodOf(folder);
            var violated = rule.Check(pod.Metadata, pod.Spec);
            // Upstream's unit test calls the check without the API server's defaults, where a volume without a source has become an emptyDir.
            var detail = Text(expectation, "detail");
            if (check == "restrictedVolumes")
                detail = detail?.Replace(", \"c1\"", "", StringComparison.Ordinal).Replace("\"unknown\", ", "", StringComparison.Ordinal);
            if ((Text(expectation, "reason"), detail) != (violated?.Reason, violated?.Detail))
                wrong.Add($"{Path.GetFileName(folder)}: {violated}");
        }

        Assert.Empty(wrong);
    }

    /// <summary>A case about a baseline check may be decided by the restricted one of the same fields.</summary>
    private static bool IsForm(string decided, string asked) =>
        decided == asked || (asked, decided) is ("hostPathVolumes", "restrictedVolumes") or ("capabilities_baseline", "capabilities_restricted")
            or ("seccompProfile_baseline", "seccompProfile_restricted") or ("procMount", "procMount_restricted");

    private static IEnumerable<(string Folder, JsonElement Expectation)> Cases(string corpus)
    {
        var shared = SharedFolder.Find("corpus");
        Assert.SkipUnless(shared is not null, "../shared/corpus is not there: the published Pod Security cases cannot be compared");
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(shared, "cases", corpus)))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
            yield return (folder, document.RootElement.Clone());
        }
    }

    private static Pod PodOf(string folder) => Manifests.Inventory(File.ReadAllText(Path.Combine(folder, "objects.yaml"))).All<Pod>().Single();

    private static PodSecurityLevel LevelOf(JsonElement expectation) => Enum.Parse<PodSecurityLevel>(Text(expectation, "level")!, ignoreCase: true);

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
