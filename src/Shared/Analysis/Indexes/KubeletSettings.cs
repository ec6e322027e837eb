using System.Collections.Frozen;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Settings of kubelets as the API shows them: the configuration that kubeadm hands to new nodes (rule R10: a template, which a node may differ from), or the
/// flags of a kubelet that runs in a pod, as rule R9 reads them. A flag that is absent has its default, unless a file of the node (--config) may set it.
/// </summary>
internal sealed class KubeletSettings
{
    private const string Gates = "featureGates.";

    /// <summary>Flags by the path of the same setting in the file, with the defaults of flags, which are laxer than those of the file.</summary>
    private static readonly FrozenDictionary<string, (string Flag, string? Default)> Flags = new Dictionary<string, (string, string?)>(StringComparer.Ordinal)
    {
        ["authentication.anonymous.enabled"] = ("anonymous-auth", "true"),
        ["authentication.x509.clientCAFile"] = ("client-ca-file", null),
        ["authorization.mode"] = ("authorization-mode", "AlwaysAllow"),
        ["readOnlyPort"] = ("read-only-port", "10255"),
        ["streamingConnectionIdleTimeout"] = ("streaming-connection-idle-timeout", null),
        ["rotateCertificates"] = ("rotate-certificates", null),
        ["serverTLSBootstrap"] = ("rotate-server-certificates", null),
        ["tlsCertFile"] = ("tls-cert-file", null),
        ["tlsPrivateKeyFile"] = ("tls-private-key-file", null),
        ["tlsCipherSuites"] = ("tls-cipher-suites", null),
        ["makeIPTablesUtilChains"] = ("make-iptables-util-chains", null),
        ["eventRecordQPS"] = ("event-qps", null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ConfigMap? _map;
    private readonly ComponentFlags? _flags;
    private readonly string? _kept;

    private KubeletSettings(ConfigMap map)
    {
        _map = map;
        _kept = map.Data.Setting("kubelet");
    }

    private KubeletSettings(ComponentFlags flags) => _flags = flags;

    /// <summary>
    /// Value of a setting by its path; null when it is not set, <see cref="ComponentSettings.Unreadable"/> when it stands where, or as, it is not read.
    /// </summary>
    public string? this[string path] => _flags is null ? ComponentSettings.Read(_kept, path)
        : Given(path) ?? (_flags.Has("config") ? ComponentSettings.Unreadable : Flags.GetValueOrDefault(path).Default);

    /// <summary>Whether the text is a kubelet configuration at all.</summary>
    public bool IsReadable => _flags is not null || this["kind"] == "KubeletConfiguration";

    /// <summary>Where a setting stands, for evidence.</summary>
    public string At(string path) => _flags is null ? $"ConfigMap/{_map!.Namespace}/{_map.Name}: data[kubelet] {path}"
        : _flags.At(path.StartsWith(Gates, StringComparison.Ordinal) ? "feature-gates" : Flags[path].Flag);

    /// <summary>Why a setting is <see cref="ComponentSettings.Unreadable"/>.</summary>
    public string Hidden(string path) => _flags is null ? $"{At(path)} is written in a style that is not read."
        : $"{_flags.At("config")} names a file of the node, which may set {path}.";

    /// <summary>Every such configuration (older kubeadm put the version into the name), then every kubelet in a pod.</summary>
    public static IReadOnlyList<KubeletSettings> Of(ClusterView view) =>
        [.. view.Inventory.All<ConfigMap>().Where(IsOne).OrderBy(map => map.Name, StringComparer.Ordinal).Select(map => new KubeletSettings(map)),
            .. view.ControlPlane.Of("kubelet").Select(flags => new KubeletSettings(flags))];

    public static bool IsOne(KubeObject item) => item is ConfigMap { Namespace: ControlPlaneFlags.Namespace } map
        && (map.Name == "kubelet-config" || map.Name.StartsWith("kubelet-config-1.", StringComparison.Ordinal));

    private string? Given(string path)
    {
        if (path.StartsWith(Gates, StringComparison.Ordinal))
        {
            foreach (var gate in _flags!.List("feature-gates"))
                if (gate.Split('=') is [var name, var state] && path.AsSpan(Gates.Length).SequenceEqual(name))
                    return state;
            return null;
        }
        var value = _flags![Flags[path].Flag];
        return value is "" ? "true" : value; // a bare flag is a switch
    }
}
