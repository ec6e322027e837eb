using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Posture.Collectors.Outbound;

namespace Posture.Collectors.Sources;

/// <summary>The cluster this process runs in, from what the kubelet mounts into every pod.</summary>
internal static class InCluster
{
    private const string Mount = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The connection, or an error that says what is missing.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="time">Clock for reading the token again.</param>
    /// <param name="mount">Folder of the service account; the kubelet's place when null.</param>
    public static (ClusterConnection? Connection, SourceError? Error) Read(Func<string, string?> variable, TimeProvider time, string? mount = null)
    {
        var folder = mount ?? Mount;
        if (variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || variable("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port)
            return Fail("in_cluster.not_in_a_pod", "environment",
                "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this is no pod; give a kubeconfig");
        if (!Uri.TryCreate($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}", UriKind.Absolute, out var server))
            return Fail("in_cluster.bad_address", "environment", "KUBERNETES_SERVICE_HOST or KUBERNETES_SERVICE_PORT is malformed");
        var (token, authority, ns) = (Path.Combine(folder, "token"), Path.Combine(folder, "ca.crt"), Path.Combine(folder, "namespace"));
        if (!File.Exists(token))
            return Fail("in_cluster.no_token", token,
                "the service account token is not mounted; set automountServiceAccountToken: true on the collector's pod");
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(authority);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Fail("in_cluster.bad_ca", authority, "the cluster's authority cannot be read; the file must be PEM and readable");
        }
        return (new("in-cluster", server, new TokenFileCredential(token, time), new(OutboundRules.Configured(server)))
        {
            Authorities = authorities,
            Namespace = File.Exists(ns) ? File.ReadAllText(ns).Trim() : null,
        }, null);
    }

    private static (ClusterConnection?, SourceError?) Fail(string code, string place, string message) => (null, new(code, place, message));
}
