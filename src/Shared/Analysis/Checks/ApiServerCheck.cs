using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks;

/// <summary>A check of the flags of every visible API server (rule R9). Without a visible pod the cluster is not assessed.</summary>
public abstract class ApiServerCheck : ClusterCheck
{
    public sealed override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public sealed override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected abstract void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement);

    protected sealed override void Evaluate(ClusterView view, Judgement judgement)
    {
        var seen = false;
        foreach (var server in view.ControlPlane.ApiServers)
        {
            seen = true;
            Evaluate(server, view, judgement);
        }
        if (!seen)
            judgement.NotAssessed(ControlPlaneFlags.Hidden("kube-apiserver"));
    }

    /// <summary>A flag as it is written, for evidence.</summary>
    protected static string Shown(ComponentFlags server, string flag) => server.Has(flag) ? $"--{flag}={server[flag]}" : "absent";

    /// <summary>Fails when a flag is not given.</summary>
    protected static void Require(ComponentFlags server, string flag, string message, Severity? severity, Judgement judgement)
    {
        if (string.IsNullOrEmpty(server[flag]))
            judgement.Fail(server.At(flag), "absent", $"--{flag}=…", message, severity);
    }
}
