using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>What CIS 4.2 asks of the settings of a kubelet, with the weight of each.</summary>
internal static class KubeletRules
{
    public static void Judge(KubeletSettings kubelet, Judgement judgement)
    {
        void Fail(string path, bool bad, string expected, string message, Severity severity)
        {
            if (kubelet[path] == ComponentSettings.Unreadable)
                judgement.NotAssessed(kubelet.Hidden(path));
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

    /// <summary>Suites of CIS 4.2.12 all use GCM or ChaCha20.</summary>
    private static bool IsWeak(string suite) =>
        suite.Contains("_CBC_", StringComparison.Ordinal) || suite.Contains("_RC4_", StringComparison.Ordinal) || suite.Contains("NULL",
            StringComparison.Ordinal);
}
