using System.Text;

namespace Posture.Dashboard.Tests.Security;

/// <summary>Words that are planted where secrets are, to be looked for where none may be.</summary>
internal static class Canaries
{
    public const string AccountPassword = "canary account password 4f1b";
    public const string WrongPassword = "canary wrong password 93ce";
    public const string ClusterToken = "canary-token-71d0a2";
    public const string ClientSecret = "canary+client/secret=5b8e";
    public const string SecretData = "canary-secret-data-c20e";
    public const string SecretText = "canary-secret-text-88fa";

    /// <summary>A name that would begin a line of its own, steer a terminal and turn the direction of writing.</summary>
    public const string Hostile = "evil\r\n2026-01-01T00:00:00.000Z info forged\u001b[2J\u202e";

    /// <summary>Secrets of a cluster, as its manifests hold them, beside a workload to find something at.</summary>
    public static string Manifest => $$$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: shop-login, namespace: shop, annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"password":"{{{SecretText}}}"}}'}}
        type: Opaque
        data: {password: {{{Convert.ToBase64String(Encoding.UTF8.GetBytes(SecretData))}}} }
        stringData: {text: {{{SecretText}}} }
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: canarypod, namespace: shop}
        spec: {hostPID: true, containers: [{name: web, image: "registry.example.com/web:1", env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: shop-login, key: password} } }]}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: "evil\r\n2026-01-01T00:00:00.000Z info forged\e[2J\u202e", namespace: shop}
        spec: {hostPID: true, containers: [{name: web, image: "registry.example.com/web:1"}]}
        """;

    /// <summary>Where this secret is in a text: as it is, in an address, in hexadecimal, in base64 whatever stands before it.</summary>
    public static IEnumerable<string> Found(string text, params IEnumerable<string> secrets) =>
        from secret in secrets
        from form in Forms(secret)
        where text.Contains(form, StringComparison.OrdinalIgnoreCase)
        select $"{secret} as {form} near {text[Math.Max(0, text.IndexOf(form, StringComparison.OrdinalIgnoreCase) - 80)..][..Math.Min(200, text.Length)]}";

    private static IEnumerable<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        string[] plain = [secret, Uri.EscapeDataString(secret), Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal), Convert.ToHexString(bytes)];
        // The first and the last characters depend on what stands beside.
        return plain.Concat(Enumerable.Range(0, 3).Select(before => Convert.ToBase64String([.. new byte[before], .. bytes])[4..^4])).Distinct(StringComparer.OrdinalIgnoreCase);
    }
}
