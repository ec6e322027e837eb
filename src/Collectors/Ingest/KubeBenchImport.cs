using Posture.Analysis.Indexes;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Ingest;

/// <summary>
/// Results of kube-bench. The JSON names no host and no time: the file's name is the node's, its time of writing the time of the run. Policies (section 5) are left out,
/// because the checks of the API are stricter.
/// </summary>
internal static class KubeBenchImport
{
    public static IEnumerable<KubeObject> Read(IReadOnlyList<KubeBenchControls> controls, ImportedFile file, Action<string, string, string> tell)
    {
        foreach (var version in controls.GroupBy(section => section.Version ?? "", StringComparer.Ordinal))
        {
            if (!BenchmarkIndex.Versions.Contains(version.Key))
            {
                tell("import.unknown_benchmark", file.Path, $"kube-bench ran {PlainText.Of(version.Key)}; read are {string.Join(", ", BenchmarkIndex.Versions)} (kube-bench --benchmark)");
                continue;
            }
            yield return new KubeBenchReport
            {
                ApiVersion = $"{KindInfo.OwnGroup}/v1",
                Kind = "KubeBenchReport",
                Metadata = new() { Name = $"{file.Stem}.{version.Key}" },
                Spec = new()
                {
                    Node = file.Stem,
                    Version = version.Key,
                    CollectedAt = file.Written,
                    Results =
                    [
                        .. version.SelectMany(section => section.Tests ?? []).SelectMany(group => group.Results ?? [])
                            .Where(item => item is { TestNumber.Length: > 0 and < 20, Status: "PASS" or "FAIL" or "WARN" or "INFO" } && !item.TestNumber.StartsWith("5.", StringComparison.Ordinal))
                            .Select(item => new KubeBenchResult { Id = item.TestNumber!, Status = item.Status! }).Distinct().Take(KubeBenchData.MaxKept),
                    ],
                },
            };
        }
    }
}
