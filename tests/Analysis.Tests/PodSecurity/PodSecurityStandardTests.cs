using System.Text.Json;
using Posture.Analysis.PodSecurity;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.PodSecurity;

/// <summary>The published cases of the standard, each at every version it holds for.</summary>
public sealed class PodSecurityStandardTests
{
    [Fact]
    public void Pod_OfEveryPublishedCase_IsJudgedAsPublished()
    {
        var corpus = SharedFolder.Find("corpus");
        Assert.SkipWhen(corpus is null, "../shared/corpus is not beside the repository");
        var judged = 0;
        var wrong = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(corpus!, "cases", "pss")).Order(StringComparer.Ordinal))
        {
            using var expectation = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "case.json")));
            var pod = Manifests.Inventory(File.ReadAllText(Path.Combine(folder, "objects.yaml"))).All<Pod>().Single();
            var level = expectation.RootElement.GetProperty("level").GetString()!;
            var fails = expectation.RootElement.GetProperty("expect").GetString() == "fail";
            foreach (var version in expectation.RootElement.GetProperty("versions").EnumerateArray())
            {
                judged++;
                var found = PodSecurityStandard.Violations(pod.Metadata, pod.Spec, level, int.Parse(version.GetString()![3..], System.Globalization.CultureInfo.InvariantCulture));
                if (found.Count > 0 != fails)
                    wrong.Add($"{Path.GetFileName(folder)} at {version}: {string.Join(", ", found)}");
            }
        }
        Assert.True(judged > 2000, $"only {judged} verdicts");
        Assert.Empty(wrong);
    }
}
