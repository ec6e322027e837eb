using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>A check that compares this cluster as a whole with the others. Its finding is cluster-scoped, so it may name them.</summary>
internal abstract class FleetClusterCheck : ClusterCheck
{
    public sealed override bool ReadsFleet => true;

    /// <summary>Whether another cluster published what this check compares.</summary>
    protected abstract bool IsComparable(Peer peer);

    /// <summary>What the others would have to publish, for people: "versions".</summary>
    protected abstract string Compared { get; }

    protected abstract void Evaluate(ClusterView view, IReadOnlyList<Peer> peers, Judgement judgement);

    protected sealed override void Evaluate(ClusterView view, Judgement judgement)
    {
        if (view.Peers.Where(IsComparable).ToList() is { Count: > 0 } peers)
            Evaluate(view, peers, judgement);
        else
            judgement.NotAssessed(FleetText.Incomparable(view, Compared));
    }
}
