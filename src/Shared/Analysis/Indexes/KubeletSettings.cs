using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>The kubelet configuration that kubeadm hands to new nodes (rule R10): a template, which a node may differ from.</summary>
internal sealed class KubeletSettings
{
    private readonly ConfigMap _map;
    private readonly string? _kept;

    private KubeletSettings(ConfigMap map)
    {
        _map = map;
        _kept = map.Data.Setting("kubelet");
    }

    /// <summary>
    /// Value of a setting by its path; null when it is not set, <see cref="ComponentSettings.Unreadable"/> when it stands there in another style.
    /// </summary>
    public string? this[string path] => ComponentSettings.Read(_kept, path);

    /// <summary>Whether the text is a kubelet configuration at all.</summary>
    public bool IsReadable => this["kind"] == "KubeletConfiguration";

    /// <summary>Where a setting stands, for evidence.</summary>
    public string At(string path) => $"ConfigMap/{_map.Namespace}/{_map.Name}: data[kubelet] {path}";

    /// <summary>Every such configuration: older kubeadm put the version into the name.</summary>
    public static IReadOnlyList<KubeletSettings> Of(ClusterInventory inventory) =>
        [.. inventory.All<ConfigMap>().Where(IsOne).OrderBy(map => map.Name, StringComparer.Ordinal).Select(map => new KubeletSettings(map))];

    public static bool IsOne(KubeObject item) => item is ConfigMap { Namespace: ControlPlaneFlags.Namespace } map
        && (map.Name == "kubelet-config" || map.Name.StartsWith("kubelet-config-1.", StringComparison.Ordinal));
}
