using System.Collections.Frozen;
using System.Text;

namespace Posture.Model.Inventory;

/// <summary>
/// Documented settings of the kubelet and kube-proxy, out of the configuration files that kubeadm keeps in ConfigMaps (rule R10). Nothing else of such a file
/// is kept. Block style only, as kubeadm writes it; a setting in another style is kept as <see cref="Unreadable"/>, so that it never passes for its default.
/// </summary>
public static class ComponentSettings
{
    /// <summary>Stands for a value in a style that is not read.</summary>
    public const string Unreadable = "?";

    private const int MaxValue = 1000;

    /// <summary>Longest text kept; a file with more of these lines is no configuration that a component would read.</summary>
    private const int MaxKept = 4000;

    private static readonly FrozenSet<string> Paths = new[]
    {
        "kind", "authentication.anonymous.enabled", "authentication.x509.clientCAFile", "authorization.mode", "readOnlyPort", "streamingConnectionIdleTimeout",
        "rotateCertificates", "serverTLSBootstrap", "featureGates.RotateKubeletServerCertificate", "tlsCertFile", "tlsPrivateKeyFile", "tlsCipherSuites",
        "makeIPTablesUtilChains", "eventRecordQPS", "metricsBindAddress",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Keys of ConfigMaps that hold such a file.</summary>
    internal static bool IsFile(string key) => key is "kubelet" or "config.conf";

    /// <summary>
    /// Value of a setting by its path in the file; null when it is not set, or when the text is no configuration of the kubelet or kube-proxy.
    /// </summary>
    public static string? Read(string? kept, string path)
    {
        foreach (var line in kept.AsSpan().EnumerateLines())
            if (line.StartsWith(path, StringComparison.Ordinal) && line.Length > path.Length + 1 && line[path.Length] == ':')
                return Unquoted(line[(path.Length + 1)..].Trim()).ToString();
        return null;
    }

    /// <summary>
    /// The documented settings, a line each with its full path; empty when the text is something else. What it gives back it reads as the same.
    /// </summary>
    internal static string Reduce(ReadOnlySpan<char> text)
    {
        var kept = new StringBuilder();
        var path = new List<(int Indent, string Path)>();
        var list = "";
        var found = false;
        foreach (var raw in text.EnumerateLines())
        {
            if (kept.Length > MaxKept)
                return "";
            var line = raw.TrimEnd();
            var content = line.TrimStart(' ');
            if (content.IsEmpty || content[0] is '#')
                continue;
            var indent = line.Length - content.Length;
            if (content.StartsWith("- ", StringComparison.Ordinal))
            {
                if (list.Length > 0)
                    Add(kept, list, content[2..].Trim());
                continue;
            }
            list = "";
            if (content.IndexOf(':') is not (var colon and > 0) || (colon + 1 < content.Length && content[colon + 1] != ' '))
                continue;
            path.RemoveAll(outer => outer.Indent >= indent);
            var full = path.Count == 0 ? content[..colon].ToString() : $"{path[^1].Path}.{content[..colon]}";
            path.Add((indent, full));
            var value = content[(colon + 1)..].Trim();
            if (value.IsEmpty)
                list = Paths.Contains(full) ? full : "";
            else if (Paths.Contains(full))
                kept.Append(full).Append(": ").Append(Shown(value)).Append('\n');
            else if (value[0] is '{' or '*' && Paths.Any(known => known.StartsWith($"{full}.", StringComparison.Ordinal)))
                foreach (var hidden in Paths.Where(known => known.StartsWith($"{full}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
                    kept.Append(hidden).Append(": ").Append(Unreadable).Append('\n');
            found |= full == "kind" && value is "KubeletConfiguration" or "KubeProxyConfiguration";
        }
        return found ? kept.ToString() : "";
    }

    /// <summary>Adds an item to a list: a line of its own at first, then joined by commas.</summary>
    private static void Add(StringBuilder kept, string path, ReadOnlySpan<char> item)
    {
        var start = $"{path}: ";
        var text = kept.ToString();
        var last = text.LastIndexOf('\n', int.Max(0, text.Length - 2)) + 1;
        if (text.AsSpan(last).StartsWith(start, StringComparison.Ordinal))
        {
            if (text.Length - last < MaxValue)
                kept.Insert(text.Length - 1, $",{Shown(item)}");
        }
        else
            kept.Append(start).Append(Shown(item)).Append('\n');
    }

    private static ReadOnlySpan<char> Shown(ReadOnlySpan<char> value)
    {
        var plain = Unquoted(value);
        if (plain.IsEmpty)
            return "\"\"";
        return plain.Length > MaxValue || plain.IndexOfAny("{}[]|>&*!") >= 0 && !plain.StartsWith("[::", StringComparison.Ordinal) ? Unreadable : plain;
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> value) =>
        value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
