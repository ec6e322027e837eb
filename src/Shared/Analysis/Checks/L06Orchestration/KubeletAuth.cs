using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-KUBELET-AUTH: the kubelet asks who is there and may they (CIS 4.2), as kubeadm's template says, and the API server shows the kubelet a certificate and
/// checks the kubelet's (CIS 1.2.4, 1.2.5). A node may differ from the template; its live configuration needs nodes/proxy and is never asked for (rule R10).
/// A kubelet that runs in a pod is judged by its flags.
/// </summary>
internal sealed class KubeletAuth : ClusterCheck
{
    public override string Id => "L6-KUBELET-AUTH";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ConfigMap>(), .. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => changed is ConfigMap ? KubeletSettings.IsOne(changed) : ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var kubelets = KubeletSettings.Of(view);
        foreach (var kubelet in kubelets)
            if (kubelet.IsReadable)
                KubeletRules.Judge(kubelet, judgement);
            else
                judgement.NotAssessed($"{kubelet.At("kind")} is no kubelet configuration that can be read.");
        if (kubelets.Count == 0)
            judgement.NotAssessed("kubeadm's ConfigMap kubelet-config is not there: import kube-bench results of the nodes.");
        var servers = view.ControlPlane.ApiServers.ToList();
        foreach (var server in servers)
            foreach (var (flag, message) in (ReadOnlySpan<(string, string)>)[
                ("kubelet-client-certificate", "The API server cannot prove to a kubelet who it is."),
                ("kubelet-client-key", "The API server cannot prove to a kubelet who it is."),
                ("kubelet-certificate-authority", "The API server talks to whoever answers as a kubelet.")])
                if (string.IsNullOrEmpty(server[flag]))
                    judgement.Fail(server.At(flag), "absent", $"--{flag}=…", message, Severity.Medium);
        if (servers.Count == 0)
            judgement.NotAssessed(ControlPlaneFlags.Hidden("kube-apiserver"));
    }
}
