using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-NAMESPACE-SAMENESS: where Services or policies are shared between clusters by the name of a namespace, that name has one owner and one sensitivity.
/// Values of other clusters are known as hashes only.
/// </summary>
internal sealed class NamespaceOwner : FleetCheck<Namespace>
{
    public override string Id => "L10-NAMESPACE-SAMENESS";

    public override IReadOnlyList<KindRef> Reads => NamespaceAspect.Sharing;

    protected override string Compared => "namespaces";

    protected override bool IsComparable(Peer peer) => peer.Digest.Namespaces is not null;

    protected override bool Compares(Namespace item, ClusterView view) => view.Peers.Any(peer => peer.Digest.Namespaces?.ContainsKey(item.Name) == true);

    protected override void Evaluate(Namespace item, ClusterView view, Judgement judgement)
    {
        var own = view.Digest.Namespaces![item.Name];
        var alike = view.Peers.Where(peer => peer.Digest.Namespaces?.ContainsKey(item.Name) == true).Select(peer => peer.Digest.Namespaces![item.Name]).ToList();
        if (view.Policy.IntendedDifferences.Contains($"Namespace/{item.Name}"))
            judgement.Note("metadata.name", item.Name, "May differ between clusters by the policy.");
        else if (!own.Shared && !alike.Exists(other => other.Shared))
            judgement.NotApplicable("Nothing is shared between clusters by the name of this namespace.");
        else
            foreach (var (label, hash) in own.Owners)
                if (alike.Count(other => other.Owners.TryGetValue(label, out var theirs) && theirs != hash) is var others and > 0)
                    judgement.Fail($"metadata.labels[{label}]", item.Metadata.Labels[label]!, "the same value in every cluster that shares the name",
                        $"{FleetText.Count(others, alike.Count)} with a namespace {item.Name} {(others == 1 ? "gives" : "give")} another value, and Services or policies are shared by that name.");
    }
}
