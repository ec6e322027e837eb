using System.Globalization;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-VERSION-DRIFT: this cluster is at most two minor versions behind the newest of the group and still supported. Without the API server's version the
/// newest kubelet stands in: it is never newer than its server.
/// </summary>
internal sealed class VersionSpread : FleetClusterCheck
{
    private const int Spread = 2;

    public override string Id => "L10-VERSION-DRIFT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Node>()];

    public override bool DecidesWithoutReads => true;

    protected override string Compared => "versions";

    protected override bool IsComparable(Peer peer) => ClusterView.MinorOf(peer.Digest.Version) is not null;

    protected override void Evaluate(ClusterView view, IReadOnlyList<Peer> peers, Judgement judgement)
    {
        if (view.Digest.Version is not { } version || ClusterView.MinorOf(version) is not { } minor)
        {
            judgement.NotAssessed("Neither the API server's version nor a node's is known.");
            return;
        }
        var newest = peers.MaxBy(peer => ClusterView.MinorOf(peer.Digest.Version))!;
        var today = DateOnly.FromDateTime(view.Now.UtcDateTime);
        if (ClusterView.MinorOf(newest.Digest.Version) - minor > Spread)
            judgement.Fail("/version", version, $"at most {Spread} minor versions behind {newest.Digest.Version}",
                $"{newest.Name} runs {newest.Digest.Version}: policies and tools cannot be the same in both.");
        if ((view.Policy.KubernetesSupport.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"1.{minor}"), out var own) ? own : KubernetesSupport.EndOf(minor)) < today)
            judgement.Fail("/version", version, string.Create(CultureInfo.InvariantCulture, $"1.{KubernetesSupport.OldestSupported(today)} or later"), $"Kubernetes 1.{minor} is out of support.");
        judgement.Note("/version", version, $"Newest of the group: {newest.Digest.Version} in {newest.Name}.");
    }
}
