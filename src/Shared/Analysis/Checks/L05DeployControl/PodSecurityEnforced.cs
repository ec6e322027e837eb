using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-PSA-ENFORCE: each namespace enforces Pod Security baseline or restricted (CIS 5.2.1). A missing label is a failure only when the API server's flags
/// show that no default can apply; with the plug-in off no label counts.
/// </summary>
internal sealed class PodSecurityEnforced : NamespaceCheck
{
    private const string Path = $"metadata.labels[{PodSecurityLevels.EnforceLabel}]";
    private const string Expected = "baseline or restricted";

    public override string Id => "L5-PSA-ENFORCE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    /// <summary>The API server's flags count for every namespace.</summary>
    public override bool CrossNamespace => true;

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        if (view.PodSecurity.SwitchedOff is { } server)
        {
            judgement.Fail(server.At("disable-admission-plugins"), "PodSecurity disabled", "PodSecurity enabled", "The API server switches Pod Security off: no label has any effect.");
            return;
        }
        var enforced = view.PodSecurity.EnforcedIn(ns.Name);
        if (enforced.Unknown is { } reason)
            judgement.NotAssessed(reason);
        else if (enforced.IsBaseline)
            judgement.Note(Path, enforced.Level!, $"Pod Security enforces {enforced.Level}.");
        else if (enforced.Level == "privileged" && view.Policy.PrivilegedNamespaces.Contains(ns.Name))
            judgement.Exempt("The policy allows this namespace to be privileged.");
        else
            judgement.Fail(Path, enforced.Level ?? "absent", Expected, enforced.Level switch
            {
                null => $"Nothing stops privileged pods in {ns.Name}: no level is enforced and the cluster has no default.",
                "privileged" => $"{ns.Name} lets every pod in.",
                _ => $"{ns.Name} names a level that does not exist.",
            });
    }
}
