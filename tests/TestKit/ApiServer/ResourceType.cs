using System.Globalization;

namespace Posture.TestKit.ApiServer;

/// <summary>A resource type that the simulated API server serves.</summary>
/// <param name="Group">API group, empty for core.</param>
/// <param name="Version">Version, for example <c>v1</c>.</param>
/// <param name="Plural">Resource name in URLs.</param>
/// <param name="Kind">Kind in API spelling.</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    /// <summary>Verbs named by discovery.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Path of the list over all namespaces.</summary>
    public string ListPath => Group.Length == 0 ? $"/api/{Version}/{Plural}" : $"/apis/{Group}/{Version}/{Plural}";

    /// <summary>What a 1.34 API server serves without extensions (the kinds that are listed in <c>kube-recordings</c>).</summary>
    public static IReadOnlyList<ResourceType> Defaults { get; } =
    [
        .. Of("", "v1", true, "ConfigMap Endpoints:endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota"),
        .. Of("", "v1", true, "Secret ServiceAccount Service"),
        new("", "v1", "namespaces", "Namespace", false) { Verbs = ["create", "delete", "get", "list", "patch", "update", "watch"] },
        .. Of("", "v1", false, "Node PersistentVolume"),
        .. Of("apiregistration.k8s.io", "v1", false, "APIService"),
        .. Of("apps", "v1", true, "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"),
        .. Of("autoscaling", "v2", true, "HorizontalPodAutoscaler"),
        .. Of("autoscaling", "v1", true, "HorizontalPodAutoscaler"),
        .. Of("batch", "v1", true, "CronJob Job"),
        .. Of("networking.k8s.io", "v1", true, "Ingress:ingresses NetworkPolicy:networkpolicies"),
        .. Of("networking.k8s.io", "v1", false, "IngressClass:ingressclasses"),
        .. Of("policy", "v1", true, "PodDisruptionBudget"),
        .. Of("rbac.authorization.k8s.io", "v1", true, "RoleBinding Role"),
        .. Of("rbac.authorization.k8s.io", "v1", false, "ClusterRoleBinding ClusterRole"),
        .. Of("storage.k8s.io", "v1", false, "CSIDriver CSINode StorageClass:storageclasses VolumeAttachment"),
        .. Of("admissionregistration.k8s.io", "v1", false, "MutatingWebhookConfiguration ValidatingAdmissionPolicy:validatingadmissionpolicies"),
        .. Of("admissionregistration.k8s.io", "v1", false, "ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration"),
        .. Of("apiextensions.k8s.io", "v1", false, "CustomResourceDefinition"),
        .. Of("scheduling.k8s.io", "v1", false, "PriorityClass:priorityclasses"),
        .. Of("coordination.k8s.io", "v1", true, "Lease"),
        .. Of("node.k8s.io", "v1", false, "RuntimeClass:runtimeclasses"),
        .. Of("discovery.k8s.io", "v1", true, "EndpointSlice"),
    ];

    private static IEnumerable<ResourceType> Of(string group, string version, bool namespaced, string kinds) => kinds.Split(' ').Select(pair =>
    {
        var parts = pair.Split(':');
        return new ResourceType(group, version, parts.Length > 1 ? parts[1] : parts[0].ToLower(CultureInfo.InvariantCulture) + "s", parts[0], namespaced);
    });
}
