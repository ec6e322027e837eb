using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-KUBELET-AUTH: the kubelet asks who is there and may they (CIS 4.2), as kubeadm's template says, and the API server shows the kubelet a certificate and
/// checks the kubelet's (CIS 1.2.4, 1.2.5). A node may differ from the template; its live configuration needs nodes/proxy and is never asked for (rule R10).
/// </summary>
internal sealed class KubeletAuth : ClusterCheck
{
    public override string Id => "L6-KUBELET-AUTH";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ConfigMap>(), .. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => changed is ConfigMap ? KubeletSettings.IsOne(changed) : ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var templates = KubeletSettings.Of(view.Inventory);
        foreach (var kubelet in templates)
            if (kubelet.IsReadable)
                Judge(kubelet, judgement);
            else
                judgement.NotAssessed($"{kubelet.At("kind")} is no kubelet configuration that can be read.");
        if (templates.Count == 0)
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

    /// <summary>Suites of CIS 4.2.12 all use GCM or ChaCha20.</summary>
    private static bool IsWeak(string suite) =>
        suite.Contains("_CBC_", StringComparison.Ordinal) || suite.Contains("_RC4_", StringComparison.Ordinal) || suite.Contains("NULL",
            StringComparison.Ordinal);

    private static void Judge(KubeletSettings kubelet, Judgement judgement)
    {
        void Fail(string path, bool bad, string expected, string message, Severity severity)
        {
            if (kubelet[path] == ComponentSettings.Unreadable)
                judgement.NotAssessed($"{kubelet.At(path)} is written in a style that is not read.");
            else if (bad)
                judgement.Fail(kubelet.At(path), kubelet[path] ?? "absent", expected, message, severity);
        }
        bool Is(string path, string value) => string.Equals(kubelet[path], value, StringComparison.OrdinalIgnoreCase);
        Fail("authentication.anonymous.enabled", Is("authentication.anonymous.enabled", "true"), "false", "Whoever reaches a node may use its kubelet.",
            Severity.Critical);
        Fail("authorization.mode", Is("authorization.mode", "AlwaysAllow"), "Webhook", "Whoever has signed in may run commands in every pod of the node.",
            Severity.Critical);
        Fail("authentication.x509.clientCAFile", string.IsNullOrEmpty(kubelet["authentication.x509.clientCAFile"]), "a CA file",
            "No client certificate is checked.", Severity.Critical);
        Fail("readOnlyPort", kubelet["readOnlyPort"] is not (null or "0"), "0", "The kubelet tells everybody about the pods of the node.", Severity.Medium);
        Fail("streamingConnectionIdleTimeout", kubelet["streamingConnectionIdleTimeout"] is "0" or "0s", "not 0", "Idle sessions never end.", Severity.Low);
        Fail("rotateCertificates", Is("rotateCertificates", "false"), "true", "Client certificates of kubelets run out.", Severity.Low);
        Fail("featureGates.RotateKubeletServerCertificate", Is("featureGates.RotateKubeletServerCertificate", "false"), "true",
            "Serving certificates are not rotated.", Severity.Low);
        Fail("serverTLSBootstrap", !Is("serverTLSBootstrap", "true") && (string.IsNullOrEmpty(kubelet["tlsCertFile"])
            || string.IsNullOrEmpty(kubelet["tlsPrivateKeyFile"])),
            "true, or tlsCertFile and tlsPrivateKeyFile", "Kubelets serve certificates that they signed themselves.", Severity.Low);
        Fail("tlsCipherSuites", kubelet["tlsCipherSuites"]?.Split(',').Any(IsWeak) == true, "strong suites only", "Weak cipher suites are accepted.",
            Severity.Low);
        Fail("makeIPTablesUtilChains", Is("makeIPTablesUtilChains", "false"), "true", "The kubelet does not keep its firewall rules.", Severity.Low);
        Fail("eventRecordQPS", kubelet["eventRecordQPS"]?.StartsWith('-') == true, "0 or more", "Events are lost.", Severity.Low);
    }
}
