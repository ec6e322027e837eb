using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Certificates of cert-manager by the Secret they are written to. Dropped when one changes.</summary>
internal sealed class CertificateIndex
{
    public static readonly KindRef Kind = new("cert-manager.io", "Certificate");

    private readonly Dictionary<(string Namespace, string Secret), GenericObject> _bySecret = [];

    internal CertificateIndex(ClusterInventory inventory)
    {
        foreach (var item in inventory.All(Kind).OfType<GenericObject>().OrderBy(item => item.Name, StringComparer.Ordinal))
            if (item.Spec.Text("secretName") is { Length: > 0 } secret)
                _bySecret.TryAdd((item.Namespace, secret), item);
    }

    public GenericObject? Of(string ns, string secret) => _bySecret.GetValueOrDefault((ns, secret));

    /// <summary>Whether a certificate is asked for a host: equal, or a wildcard one label deep.</summary>
    public static bool Covers(GenericObject certificate, string host)
    {
        var spec = certificate.Spec;
        foreach (var name in spec.Field("dnsNames").Texts().Append(spec.Text("commonName") ?? ""))
            if (Matches(name, host))
                return true;
        return false;
    }

    /// <summary>A condition's status and reason.</summary>
    public static (string? Status, string? Reason) Condition(JsonElement? status, string type)
    {
        foreach (var condition in status.Field("conditions").Items())
            if (condition.Text("type") == type)
                return (condition.Text("status"), condition.Text("reason"));
        return default;
    }

    private static bool Matches(string name, string host) => string.Equals(name, host, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("*.", StringComparison.Ordinal) && host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
            && host.AsSpan(dot).Equals(name.AsSpan(1), StringComparison.OrdinalIgnoreCase));
}
