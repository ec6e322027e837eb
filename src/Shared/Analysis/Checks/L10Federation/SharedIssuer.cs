using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-SA-ISSUER-SHARED: no other cluster signs service-account tokens with the same key (critical), or under the same issuer (medium: whoever federates with
/// the issuer cannot tell the clusters apart). Keys come from the published key set; the issuer also from the API server's flag.
/// </summary>
internal sealed class SharedIssuer : FleetClusterCheck
{
    public override string Id => "L10-SA-ISSUER-SHARED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool DecidesWithoutReads => true;

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override string Compared => "token issuers";

    protected override bool IsComparable(Peer peer) => peer.Digest.Issuer is not null;

    protected override void Evaluate(ClusterView view, IReadOnlyList<Peer> peers, Judgement judgement)
    {
        if (view.Digest.Issuer is not { } own)
        {
            judgement.NotAssessed("Neither the published key set nor a flag of the API server tells who signs service-account tokens here.");
            return;
        }
        foreach (var peer in peers)
            if (own.Keys?.FirstOrDefault(key => peer.Digest.Issuer!.Keys?.Contains(key) == true) is { } shared)
                judgement.Fail("/openid/v1/jwks", $"key {shared}", "a key of its own", $"{peer.Name} signs with the same key: a token of one cluster is valid in the other.");
        if (own.Url is { } url && peers.Where(peer => peer.Digest.Issuer!.Url == url).ToList() is { Count: > 0 } others)
            judgement.Fail("/.well-known/openid-configuration", url, "an issuer of its own",
                $"{FleetText.Names(others)} {(others.Count == 1 ? "names" : "name")} the same issuer: whoever trusts it cannot tell the clusters apart.", Severity.Medium);
        if (own.Keys is null || peers.All(peer => peer.Digest.Issuer!.Keys is null))
            judgement.NotAssessed($"The signing keys of {(own.Keys is null ? "this cluster" : "the others")} could not be read, so that they differ is not shown.");
        else
            judgement.Note("/openid/v1/jwks", $"{own.Keys.Count} key{(own.Keys.Count == 1 ? "" : "s")}", "No other cluster whose keys are known has them.");
    }
}
