using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// A check that compares objects of this cluster with what other clusters published. Findings of namespaced objects are seen by tenants: their evidence counts
/// the other clusters and never names one. A cluster with nothing to compare with says so once, on the cluster.
/// </summary>
internal abstract class FleetCheck<T> : ObjectCheck<T>
    where T : KubeObject
{
    public sealed override bool ReadsFleet => true;

    /// <summary>Whether another cluster published what this check compares.</summary>
    protected abstract bool IsComparable(Peer peer);

    /// <summary>What the others would have to publish, for people: "roles and bindings".</summary>
    protected abstract string Compared { get; }

    /// <summary>Whether any other cluster says something of this object.</summary>
    protected abstract bool Compares(T item, ClusterView view);

    protected sealed override bool Concerns(T item, ClusterView view) => view.Peers.Any(IsComparable) && Compares(item, view);

    protected override bool ConcernsCluster(ClusterView view) => !view.Peers.Any(IsComparable);

    protected override void EvaluateCluster(ClusterView view, Judgement judgement) => judgement.NotAssessed(FleetText.Incomparable(view, Compared));
}
