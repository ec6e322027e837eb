using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>L5-PSA-RESTRICTED: the restricted level is enforced in the namespace, or at least warned about or recorded.</summary>
internal sealed class RestrictedObserved : NamespaceCheck
{
    private const string Prefix = "pod-security.kubernetes.io/";

    public override string Id => "L5-PSA-RESTRICTED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool CrossNamespace => true;

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        var labels = ns.Metadata.Labels;
        if (view.Inventory.Find<Namespace>("", ns.Name) is null)
            judgement.NotAssessed($"Namespace {ns.Name} is not among the objects read, so its labels are unknown.");
        else if (view.PodSecurity.SwitchedOff is { } off)
            judgement.Fail(off.At("disable-admission-plugins"), "PodSecurity", "enabled", "The plug-in is off: no label has any effect.");
        else if (labels[$"{Prefix}enforce"] == "restricted")
            judgement.Note("metadata.labels", "enforce restricted", "Pods must meet the restricted level.");
        else if (labels[$"{Prefix}warn"] == "restricted" || labels[$"{Prefix}audit"] == "restricted")
            judgement.Note("metadata.labels", "warn or audit restricted", "Observed only: pods below the restricted level are still admitted.");
        else if (labels[$"{Prefix}warn"] is null && labels[$"{Prefix}audit"] is null && view.PodSecurity.Unlabelled is { } unknown)
            judgement.NotAssessed(unknown);
        else
            judgement.Fail("metadata.labels", Shown(labels), "enforce, warn or audit restricted", "Nobody learns which pods fall short of the restricted level.");
    }

    private static string Shown(StringMap labels)
    {
        var set = string.Join(", ", new[] { "enforce", "warn", "audit" }.Where(mode => labels[Prefix + mode] is not null).Select(mode => $"{mode} {labels[Prefix + mode]}"));
        return set.Length == 0 ? "no Pod Security label" : set;
    }
}
