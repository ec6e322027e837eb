using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-TRUST-ROOT-SHARED: no other cluster's certificates come from the authority that issues here, as ConfigMap kube-root-ca.crt shows it. Clusters under one
/// root with intermediates of their own are compared on the intermediates.
/// </summary>
internal sealed class SharedAuthority : FleetClusterCheck
{
    public override string Id => "L10-TRUST-ROOT-SHARED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ConfigMap>()];

    public override bool Heeds(KubeObject changed) => changed.Name == SignOnAspect.RootAuthority;

    protected override string Compared => "certificate authorities";

    protected override bool IsComparable(Peer peer) => peer.Digest.Authorities is not null;

    protected override void Evaluate(ClusterView view, IReadOnlyList<Peer> peers, Judgement judgement)
    {
        if (view.Digest.Authorities is not { } own)
        {
            judgement.NotAssessed($"No ConfigMap {SignOnAspect.RootAuthority} with a readable certificate was found.");
            return;
        }
        foreach (var authority in own)
            if (peers.Where(peer => peer.Digest.Authorities!.Contains(authority)).ToList() is { Count: > 0 } others)
                judgement.Fail($"ConfigMap/{SignOnAspect.RootAuthority}: data[ca.crt]", $"sha256 {authority}…", "an authority of its own",
                    $"{FleetText.Names(others)} {(others.Count == 1 ? "has" : "have")} the same authority: a client certificate of one cluster is valid in the other.");
            else
                judgement.Note($"ConfigMap/{SignOnAspect.RootAuthority}: data[ca.crt]", $"sha256 {authority}…", $"Differs from {FleetText.Names(peers)}.");
    }
}
