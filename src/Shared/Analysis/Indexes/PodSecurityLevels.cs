using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// What Pod Security admission enforces in each namespace, as far as the API shows it: the namespace's label, and whether the plug-in is on. A cluster-wide
/// default lives in a file of the API server (<c>--admission-control-config-file</c>), so a missing label is unknown when that flag is set or hidden.
/// </summary>
public sealed class PodSecurityLevels
{
    internal const string EnforceLabel = "pod-security.kubernetes.io/enforce";

    private const string ConfigFlag = "admission-control-config-file";

    private readonly ClusterInventory _inventory;

    internal PodSecurityLevels(ClusterInventory inventory, ControlPlaneFlags controlPlane)
    {
        _inventory = inventory;
        Unlabelled = "No kube-apiserver pod is visible, so a cluster-wide Pod Security default cannot be ruled out.";
        var seen = false;
        foreach (var server in controlPlane.ApiServers)
        {
            if (server.List("disable-admission-plugins").Contains("PodSecurity"))
                SwitchedOff = server;
            if (server.Has(ConfigFlag))
                ConfigFile = server;
            seen = true;
        }
        if (seen)
            Unlabelled = ConfigFile is null ? null : $"The API server reads --{ConfigFlag}: a cluster-wide Pod Security default may apply and cannot be seen through the API.";
    }

    /// <summary>An API server that switches the plug-in off: no label has any effect.</summary>
    public ComponentFlags? SwitchedOff { get; }

    /// <summary>An API server with a configuration file for admission, which may hold a default.</summary>
    public ComponentFlags? ConfigFile { get; }

    /// <summary>Why a namespace without label is unknown; null when it is surely privileged.</summary>
    public string? Unlabelled { get; }

    /// <summary>The level enforced in a namespace.</summary>
    public EnforcedLevel EnforcedIn(string ns)
    {
        if (SwitchedOff is not null)
            return new("privileged", null);
        if (_inventory.Find<Namespace>("", ns) is not { } item)
            return new(null, $"Namespace {ns} is not among the objects read, so its Pod Security label is unknown.");
        var level = item.Metadata.Labels[EnforceLabel];
        return new(level, level is null ? Unlabelled : null);
    }
}
