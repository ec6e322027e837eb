using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-POLICY-DRIFT: this cluster has the admission policies that at least half of the others have, not weaker (audit instead of deny, a webhook that fails open,
/// out of force) and, unless it stands with the majority, not different.
/// </summary>
internal sealed class PolicyDrift : FleetClusterCheck
{
    public override string Id => "L10-POLICY-DRIFT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. PolicyAspect.Kinds, .. Kinds<ClusterRole>()];

    public override bool DecidesWithoutReads => true;

    protected override string Compared => "admission policies";

    protected override bool IsComparable(Peer peer) => peer.Digest.Policies is not null;

    protected override void Evaluate(ClusterView view, IReadOnlyList<Peer> peers, Judgement judgement)
    {
        if (view.Digest.Policies is not { } own)
        {
            judgement.NotAssessed("No kind of admission policy could be read here.");
            return;
        }
        var keys = peers.SelectMany(peer => peer.Digest.Policies!.Policies.Keys).Concat(own.Policies.Keys).ToHashSet(StringComparer.Ordinal);
        keys.ExceptWith(view.Policy.IntendedDifferences);
        if (keys.Count == 0)
            judgement.NotApplicable("No cluster of the group has admission policies.");
        foreach (var key in keys.Order(StringComparer.Ordinal))
        {
            var holders = peers.Where(peer => peer.Digest.Policies!.Policies.ContainsKey(key)).ToList();
            if (own.Policies.TryGetValue(key, out var held))
                Compare(key, held, holders, judgement);
            else if (2 * holders.Count >= peers.Count && own.Kinds.Contains(key[..key.IndexOf('/', StringComparison.Ordinal)]))
                judgement.Fail(key, "absent", $"as in {FleetText.Names(holders)}", $"{key} is missing here; {FleetText.Names(holders)} {(holders.Count == 1 ? "has" : "have")} it.");
        }
    }

    private static void Compare(string key, PolicyDigest own, List<Peer> holders, Judgement judgement)
    {
        PolicyDigest Of(Peer peer) => peer.Digest.Policies!.Policies[key];
        var same = holders.Count(peer => Of(peer).Hash == own.Hash);
        if (holders.FindAll(peer => Of(peer).Force > own.Force) is { Count: > 0 } stronger)
            judgement.Fail(key, "reports or fails open", "denies", $"{key} denies in {FleetText.Names(stronger)} and only reports, or fails open, here.");
        else if (!own.Ready && holders.Exists(peer => Of(peer).Ready))
            judgement.Fail(key, "not ready", "ready", $"{key} is in force in {FleetText.Names(holders.FindAll(peer => Of(peer).Ready))} and not here.");
        else if (2 * (same + 1) <= holders.Count + 1 && holders.FindAll(peer => Of(peer).Hash != own.Hash) is { Count: > 0 } others)
            judgement.Fail(key, "differs", $"the same as in {FleetText.Names(others)}", $"{key} does not say what it says in {FleetText.Names(others)}.");
        else if (holders.Count > 0)
            judgement.Note(key, own.Force == PolicyForce.Denies ? "denies" : "reports", $"Not weaker than in {FleetText.Names(holders)}.");
    }
}
