using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-RBAC-DRIFT: a role or binding is the same in every cluster that should be alike. The one that deviates is the one in the minority; what it gains by that
/// ranks the finding. Roles shipped with Kubernetes are compared between equal minor versions only, an absent object counts only where all roles were read.
/// </summary>
internal sealed class RbacDrift : FleetCheck<KubeObject>
{
    public override string Id => "L10-RBAC-DRIFT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ClusterRole>()];

    protected internal override IReadOnlyList<KindRef> SubjectKinds => RightsAspect.Kinds;

    protected override string Compared => "roles and bindings";

    protected override bool IsComparable(Peer peer) => peer.Digest.Rights is not null;

    protected override bool Compares(KubeObject item, ClusterView view) => Own(item, view) is { } own && Group(RightsAspect.KeyOf(item), own, view).Count > 0;

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        var key = RightsAspect.KeyOf(item);
        var own = Own(item, view)!;
        var group = Group(key, own, view);
        var holders = group.FindAll(peer => peer.Digest.Rights!.Objects.ContainsKey(key));
        var others = holders.FindAll(peer => peer.Digest.Rights!.Objects[key].Hash != own.Hash);
        if (view.Policy.IntendedDifferences.Contains(key))
            judgement.Note("metadata.name", item.Name, "May differ between clusters by the policy.");
        else if (2 * (holders.Count - others.Count + 1) <= holders.Count + 1)
            judgement.Fail(item is Role or ClusterRole ? "rules" : "subjects", $"differs; grants {Word(own.Strength)} here", $"the same as in {FleetText.Who(others, group.Count, item.Namespace)}",
                $"{item.Kind} {item.Name} is not what it is in {FleetText.Who(others, group.Count, item.Namespace)}.",
                Rank(own.Strength, others.Max(peer => peer.Digest.Rights!.Objects[key].Strength)));
        else if (2 * (holders.Count + 1) <= group.Count + 1)
            judgement.Fail("metadata.name", $"only here; grants {Word(own.Strength)}", "in every cluster, or in none",
                $"{item.Kind} {item.Name} is absent in {FleetText.Who(group.FindAll(peer => !holders.Contains(peer)), group.Count, item.Namespace)}.", Rank(own.Strength, RightsStrength.None));
        else
            judgement.Note("metadata.name", item.Name, $"The same in {FleetText.Count(holders.Count - others.Count, group.Count)}.");
    }

    protected override bool ConcernsCluster(ClusterView view) => base.ConcernsCluster(view) || view.Digest.Rights is not null;

    /// <summary>What most others hold and this cluster does not.</summary>
    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        if (base.ConcernsCluster(view))
            base.EvaluateCluster(view, judgement);
        else if (!view.Digest.Rights!.Whole)
            judgement.NotAssessed("Only a part of the cluster's roles was read, so none can be told to be missing.");
        else
            foreach (var (key, role) in view.Peers.Where(IsComparable).SelectMany(peer => peer.Digest.Rights!.Objects)
                .Where(held => !view.Digest.Rights.Objects.ContainsKey(held.Key)).DistinctBy(held => held.Key).OrderBy(held => held.Key, StringComparer.Ordinal))
                if (Group(key, role, view) is var group && group.FindAll(peer => peer.Digest.Rights!.Objects.ContainsKey(key)) is var holders
                    && 2 * holders.Count > group.Count + 1 && !view.Policy.IntendedDifferences.Contains(key))
                    judgement.Fail(key, "absent", $"as in {FleetText.Names(holders)}", $"{key} is missing here; {FleetText.Names(holders)} have it.", Severity.Low);
    }

    private static RoleDigest? Own(KubeObject item, ClusterView view) => view.Digest.Rights?.Objects.GetValueOrDefault(RightsAspect.KeyOf(item));

    /// <summary>Peers that hold the object, or surely do not although they have its namespace.</summary>
    private static List<Peer> Group(string key, RoleDigest role, ClusterView view)
    {
        var ns = RightsAspect.NamespaceOf(key).ToString();
        return [.. view.Peers.Where(peer => peer.Digest.Rights is { } rights
            && (!role.Shipped || (ClusterView.MinorOf(peer.Digest.Version) is { } minor && minor == ClusterView.MinorOf(view.Digest.Version)))
            && (rights.Objects.ContainsKey(key) || (rights.Whole && (ns.Length == 0 || peer.Digest.Namespaces?.ContainsKey(ns) == true))))];
    }

    private static Severity? Rank(RightsStrength own, RightsStrength usual) =>
        own >= RightsStrength.Takeover && own > usual ? Severity.High : own < usual || own < RightsStrength.Write ? Severity.Low : null;

    private static string Word(RightsStrength strength) => strength switch
    {
        RightsStrength.Everything => "everything",
        RightsStrength.Takeover => "a takeover of the cluster",
        RightsStrength.Write => "writing",
        RightsStrength.Read => "reading",
        _ => "nothing",
    };
}
