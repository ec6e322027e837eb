using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>L10-PSA-DRIFT: a namespace enforces no weaker Pod Security level here than under the same name in another cluster.</summary>
internal sealed class PodSecurityDrift : FleetCheck<Namespace>
{
    private const string Path = $"metadata.labels[{PodSecurityLevels.EnforceLabel}]";

    private static readonly string[] Levels = ["privileged", "baseline", "restricted"];

    public override string Id => "L10-PSA-DRIFT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    /// <summary>The API server's flags count for every namespace.</summary>
    public override bool CrossNamespace => true;

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override string Compared => "namespaces";

    protected override bool IsComparable(Peer peer) => peer.Digest.Namespaces is not null;

    protected override bool Compares(Namespace item, ClusterView view) => view.Peers.Any(peer => peer.Digest.Namespaces?.ContainsKey(item.Name) == true);

    protected override void Evaluate(Namespace item, ClusterView view, Judgement judgement)
    {
        var levels = view.Peers.Where(peer => peer.Digest.Namespaces?.ContainsKey(item.Name) == true)
            .Select(peer => Array.IndexOf(Levels, peer.Digest.Namespaces![item.Name].Level)).ToList();
        var strongest = levels.Max();
        var own = Array.IndexOf(Levels, view.Digest.Namespaces![item.Name].Level);
        if (view.Policy.IntendedDifferences.Contains($"Namespace/{item.Name}"))
            judgement.Note(Path, item.Metadata.Labels[PodSecurityLevels.EnforceLabel] ?? "absent", "May differ between clusters by the policy.");
        else if (own < 0)
            judgement.NotAssessed(view.PodSecurity.EnforcedIn(item.Name).Unknown ?? $"{item.Name} names a level that does not exist.");
        else if (strongest < 0)
            judgement.NotAssessed("In no other cluster the level of this namespace can be told.");
        else if (own < strongest)
            judgement.Fail(Path, item.Metadata.Labels[PodSecurityLevels.EnforceLabel] ?? "absent", Levels[strongest],
                $"{item.Name} enforces {Levels[strongest]} in {FleetText.Count(levels.Count(level => level == strongest), levels.Count)} and {Levels[own]} here.",
                own == 0 ? null : Severity.Low);
        else
            judgement.Note(Path, Levels[own], levels.Exists(level => level >= 0 && level < own)
                ? $"Weaker in {FleetText.Count(levels.Count(level => level >= 0 && level < own), levels.Count)}." : "As strict as in every other cluster whose level is known.");
    }
}
