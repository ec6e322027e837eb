using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-ADMIN-OUTLIER: who can take over this cluster can take over another one of the group too, or is on the allow-list. Somebody who holds that right only
/// here, though known elsewhere with less, is the same finding: one subject, different rights.
/// </summary>
internal sealed class AdminOutlier : FleetCheck<ClusterRoleBinding>
{
    public override string Id => "L10-ADMIN-OUTLIER";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ClusterRole>(), .. Kinds<Role>(), .. Kinds<RoleBinding>()];

    protected override string Compared => "whole set of roles and bindings";

    /// <summary>Where only a part of the roles was read, a subject that is not seen may still be there.</summary>
    protected override bool IsComparable(Peer peer) => peer.Digest.Rights is { Whole: true };

    protected override bool Compares(ClusterRoleBinding item, ClusterView view) =>
        view.Digest.Rights?.Objects.GetValueOrDefault(RightsAspect.KeyOf(item))?.Strength >= RightsStrength.Takeover
        && item.Subjects.Any(subject => !SubjectClass.IsSystem(subject) && !SubjectClass.IsBroad(subject));

    protected override void Evaluate(ClusterRoleBinding item, ClusterView view, Judgement judgement)
    {
        var peers = view.Peers.Where(IsComparable).ToList();
        for (var i = 0; i < item.Subjects.Count; i++)
        {
            var subject = item.Subjects[i];
            if (SubjectClass.IsSystem(subject) || SubjectClass.IsTrusted(subject, "", view.Policy) || SubjectClass.IsBroad(subject))
                continue;
            var name = SubjectClass.NameOf(subject, "");
            var known = peers.FindAll(peer => peer.Digest.Rights!.Subjects.ContainsKey(name));
            if (known.Find(peer => peer.Digest.Rights!.Subjects[name] >= RightsStrength.Takeover) is { } alike)
                judgement.Note($"subjects[{i}]", name, $"As strong in {alike.Name}.");
            else
                judgement.Fail($"subjects[{i}]", $"{name} holds {item.RoleRef.Name}", known.Count == 0 ? "a grant under version control, in every cluster or in none" : "the rights it has elsewhere",
                    known.Count == 0
                        ? $"{name} can take over this cluster and holds nothing in {FleetText.Names(peers)}: typical of a grant by hand."
                        : $"{name} can take over this cluster and holds less in {FleetText.Names(known)}.");
        }
    }
}
