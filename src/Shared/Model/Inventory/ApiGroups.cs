using System.Collections.Concurrent;

namespace Posture.Model.Inventory;

/// <summary>Groups of API versions, cut out once each: they are asked for with every look-up of an object.</summary>
internal static class ApiGroups
{
    /// <summary>A cluster serves some hundred group versions; past this many (hostile input) groups are cut out anew.</summary>
    private const int MaxKnown = 4096;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <summary>The group that Kubernetes emptied between 1.16 and 1.22; manifests still name it.</summary>
    private const string Emptied = "extensions";

    /// <summary>
    /// The group of a kind: what <c>extensions</c> held is looked up where it moved to, and so is what OpenShift 3 served in the core group (clients of OpenShift 4
    /// still take such manifests and write them into the groups).
    /// </summary>
    public static string Of(string apiVersion, string kind) => Of(apiVersion) switch
    {
        "" => kind switch
        {
            "DeploymentConfig" => "apps.openshift.io",
            "Route" => "route.openshift.io",
            _ => "",
        },
        Emptied => kind switch
        {
            "Deployment" or "DaemonSet" or "ReplicaSet" => "apps",
            "Ingress" or "NetworkPolicy" => "networking.k8s.io",
            "PodSecurityPolicy" => "policy",
            _ => Emptied,
        },
        var group => group,
    };

    /// <summary><c>apps</c> for <c>apps/v1</c>, empty for <c>v1</c>.</summary>
    public static string Of(string apiVersion)
    {
        if (apiVersion.Length <= 2 || !apiVersion.Contains('/', StringComparison.Ordinal))
            return "";
        if (Known.TryGetValue(apiVersion, out var group))
            return group;
        group = apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)];
        return Known.Count < MaxKnown ? Known.GetOrAdd(apiVersion, group) : group;
    }
}
