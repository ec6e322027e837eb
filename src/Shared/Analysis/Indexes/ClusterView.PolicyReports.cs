using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

public sealed partial class ClusterView
{
    private ILookup<string, PolicyReport>? _policyReports;

    /// <summary>Reports of policy engines by namespace; those of the cluster under the empty one.</summary>
    internal ILookup<string, PolicyReport> PolicyReports => _policyReports ??= Inventory.All<PolicyReport>()
        .OrderBy(report => report.Ref.ToString(), StringComparer.Ordinal).ToLookup(report => report.Namespace, StringComparer.Ordinal);
}
