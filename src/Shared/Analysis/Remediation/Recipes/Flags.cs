using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Command-line flags of the control plane's static pods. The evidence gives the argument, or the list that lacks it, and what is expected.</summary>
internal static class Flags
{
    /// <summary>Where kubeadm puts the files; a proposal, since the file must be there.</summary>
    private static readonly FrozenDictionary<string, string> Files = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["--audit-policy-file"] = "/etc/kubernetes/audit-policy.yaml",
        ["--service-account-private-key-file"] = "/etc/kubernetes/pki/sa.key",
        ["--etcd-keyfile"] = "/etc/kubernetes/pki/apiserver-etcd-client.key",
        ["--etcd-certfile"] = "/etc/kubernetes/pki/apiserver-etcd-client.crt",
        ["--etcd-cafile"] = "/etc/kubernetes/pki/etcd/ca.crt",
        ["--client-ca-file"] = "/etc/kubernetes/pki/ca.crt",
        ["--tls-cert-file"] = "/etc/kubernetes/pki/apiserver.crt",
        ["--tls-private-key-file"] = "/etc/kubernetes/pki/apiserver.key",
        ["--kubelet-client-certificate"] = "/etc/kubernetes/pki/apiserver-kubelet-client.crt",
        ["--kubelet-certificate-authority"] = "/etc/kubernetes/pki/ca.crt",
        ["--kubelet-client-key"] = "/etc/kubernetes/pki/apiserver-kubelet-client.key",
        ["--encryption-provider-config"] = "/etc/kubernetes/enc/encryption.yaml",
        ["--service-account-max-token-expiration"] = "24h",
        ["--root-ca-file"] = "/etc/kubernetes/pki/ca.crt",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly Recipe All = place => place.Value() switch
    {
        JsonArray arguments => Append(place, arguments),
        JsonValue argument when argument.TryGetValue<string>(out var text) => Change(place, text),
        _ => false,
    };

    private static bool Append(Place place, JsonArray arguments)
    {
        var expected = place.Evidence.Expected;
        if (expected == "a log file or a webhook")
        {
            // A log file without bounds would fail the same control next (CIS 1.2.16 to 1.2.19).
            foreach (var bound in (string[])["--audit-log-path=/var/log/kubernetes/audit.log", "--audit-log-maxage=30", "--audit-log-maxbackup=10", "--audit-log-maxsize=100"])
                arguments.Add((JsonNode)bound);
            return true;
        }
        if (!expected.StartsWith("--", StringComparison.Ordinal) || expected.Contains(", --", StringComparison.Ordinal))
            return false;
        if (expected.Split('=', 2) is [var flag, "…"])
        {
            if (!Files.TryGetValue(flag, out var file))
                return false;
            place.Draft.Propose(flag);
            expected = $"{flag}={file}";
        }
        arguments.Add((JsonNode)expected);
        return true;
    }

    private static bool Change(Place place, string argument)
    {
        var expected = place.Evidence.Expected;
        var flag = argument.Split('=', 2) is [var name, _] ? name : argument;
        var listed = argument.Length > flag.Length ? argument[(flag.Length + 1)..].Split(',') : [];
        var named = expected.Split(' ')[^1];
        if (expected.StartsWith("--", StringComparison.Ordinal))
            return !expected.Contains('…', StringComparison.Ordinal) && place.Set(expected);
        return expected switch
        {
            "absent" or "true or absent" or "false or absent" => place.Remove(),
            "true" or "false" or "127.0.0.1" => place.Set($"{flag}={expected}"),
            "at least 30 days" => place.Set($"{flag}=30"),
            "VersionTLS12 or later" => place.Set($"{flag}=VersionTLS12"),
            "not disabled" or "enabled" or "PodSecurity enabled" => Without(place, flag, listed, place.Observed.Split(' ')[0]),
            _ when expected.StartsWith("a list with ", StringComparison.Ordinal) || expected.StartsWith("contains ", StringComparison.Ordinal) =>
                place.Set($"{flag}={string.Join(',', listed.Append(named).Distinct(StringComparer.Ordinal))}"),
            _ when expected.StartsWith("a list without ", StringComparison.Ordinal) => Without(place, flag, listed, named),
            _ => false,
        };
    }

    private static bool Without(Place place, string flag, IReadOnlyList<string> listed, string named)
    {
        var left = listed.Where(item => item != named).ToList();
        return left.Count == 0 ? place.Remove() : place.Set($"{flag}={string.Join(',', left)}");
    }
}
