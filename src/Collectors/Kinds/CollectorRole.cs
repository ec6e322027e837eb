using System.Text;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Collectors.Kinds;

/// <summary>
/// The role of the collector, made from what the checks declare that they read (P-13): list and watch, no wildcard, no Secrets, no sub-resources, no write.
/// </summary>
internal static class CollectorRole
{
    private static readonly KindRef Secret = new("", "Secret");

    /// <summary>Kinds of a level: minimal (built-in groups that checks read), recommended (all that checks read) or full (all of the catalogue).</summary>
    public static IReadOnlyList<KindInfo> Kinds(string level, ControlCatalogue catalogue)
    {
        var read = catalogue.Checks.SelectMany(check => check.Reads.Concat(check.SubjectKinds)).Concat(BenchmarkIndex.Kinds).ToHashSet();
        return
        [
            .. KnownKinds.All.Where(kind => kind.IsServed && kind.Ref != Secret && level switch
            {
                "full" => true,
                "minimal" => read.Contains(kind.Ref) && IsBuiltIn(kind.Group),
                _ => read.Contains(kind.Ref),
            }),
        ];
    }

    public static string Yaml(IReadOnlyList<KindInfo> kinds)
    {
        var text = new StringBuilder("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: posture-collector\nrules:\n");
        foreach (var group in kinds.GroupBy(kind => kind.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append("  - apiGroups: [\"").Append(group.Key).Append("\"]\n    resources:\n");
            foreach (var plural in group.Select(kind => kind.Plural).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append("      - ").Append(plural).Append('\n');
            text.Append("    verbs: [list, watch]\n");
        }
        return text.ToString();
    }

    /// <summary>Groups served by every API server: without a dot, or below k8s.io.</summary>
    private static bool IsBuiltIn(string group) =>
        !group.Contains('.', StringComparison.Ordinal)
        || (group.EndsWith(".k8s.io", StringComparison.Ordinal) && group is not ("gateway.networking.k8s.io" or "policy.networking.k8s.io" or "snapshot.storage.k8s.io" or "multicluster.x-k8s.io"));
}
