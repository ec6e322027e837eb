using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-ADMIN-EVERYWHERE: nobody but the allow-list administers more clusters than the policy allows, or production and something else. A name counts in another
/// cluster unless both show that they trust different issuers.
/// </summary>
internal sealed class AdminEverywhere : FleetCheck<ClusterRoleBinding>
{
    public override string Id => "L10-ADMIN-EVERYWHERE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ClusterRole>(), .. Kinds<Role>(), .. Kinds<RoleBinding>()];

    protected override string Compared => "roles and bindings";

    protected override bool IsComparable(Peer peer) => peer.Digest.Rights is not null;

    protected override bool Compares(ClusterRoleBinding item, ClusterView view) =>
        view.Access.Find(item)?.IsClusterAdmin == true && item.Subjects.Any(IsPerson);

    protected override void Evaluate(ClusterRoleBinding item, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < item.Subjects.Count; i++)
        {
            var subject = item.Subjects[i];
            if (!IsPerson(subject))
                continue;
            var name = SubjectClass.NameOf(subject, "");
            var also = view.Peers.Where(peer => peer.Digest.Rights?.Subjects.GetValueOrDefault(name) == RightsStrength.Everything && SameIssuer(view, peer)).ToList();
            var place = $"subjects[{i}].name";
            if (view.Policy.TrustedSubjects.Contains(name))
                judgement.Note(place, name, "On the allow-list of the policy.");
            else if (also.Count + 1 > view.Policy.AdminClusters)
                judgement.Fail(place, name, $"administrator of at most {view.Policy.AdminClusters} clusters",
                    $"{name} is cluster-admin here and in {FleetText.Names(also)}: one stolen sign-in is the whole fleet.");
            else if (also.Find(peer => Crosses(view, peer)) is { } other)
                judgement.Fail(place, name, "separate administrators for production",
                    $"{name} is cluster-admin here ({view.Fleet.Environment}) and in {other.Name} ({other.Environment}).");
            else
                judgement.Note(place, name, also.Count == 0 ? "Administrator of no other cluster." : $"Also administrator of {FleetText.Names(also)}.");
        }
    }

    private static bool IsPerson(Subject subject) => subject.Kind is "User" or "Group" && !subject.Name.StartsWith("system:", StringComparison.Ordinal);

    private static bool SameIssuer(ClusterView view, Peer peer) =>
        view.Digest.SignOn?.Issuer is not { } own || peer.Digest.SignOn?.Issuer is not { } other || own == other;

    private static bool Crosses(ClusterView view, Peer peer) => view.Fleet.Environment.Length > 0 && peer.Environment.Length > 0
        && view.Policy.ProductionEnvironments.Contains(view.Fleet.Environment) != view.Policy.ProductionEnvironments.Contains(peer.Environment);
}
