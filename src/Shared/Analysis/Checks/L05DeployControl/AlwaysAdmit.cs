using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>L5-ADM-ALWAYSADMIT: no API server enables the AlwaysAdmit plug-in (CIS 1.2.10).</summary>
internal sealed class AlwaysAdmit : ClusterCheck
{
    private const string Flag = "enable-admission-plugins";

    public override string Id => "L5-ADM-ALWAYSADMIT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var seen = false;
        foreach (var server in view.ControlPlane.ApiServers)
        {
            seen = true;
            if (server.List(Flag).Contains("AlwaysAdmit"))
                judgement.Fail(server.At(Flag), $"--{Flag}={server[Flag]}", "a list without AlwaysAdmit", "The API server admits every request without asking the other plug-ins.");
            else
                judgement.Note(server.At(Flag), server.Has(Flag) ? $"--{Flag}={server[Flag]}" : "absent", "AlwaysAdmit is not enabled.");
        }
        if (!seen)
            judgement.NotAssessed(ControlPlaneFlags.Hidden("kube-apiserver"));
    }
}
