using Posture.Model.Inventory;

namespace Posture.Analysis.Catalogue;

/// <summary>
/// Versions of Kubernetes APIs that are deprecated or gone, with the minor versions that did it. Source: the deprecated API migration guide of Kubernetes
/// and the life-cycle marks of its API packages, as of 1.34.
/// </summary>
internal static class DeprecatedApis
{
    /// <summary>What stands in the place of pod security policies, which no version of the API has any more.</summary>
    private const string PodSecurity = "Pod Security labels of namespaces";

    private const string Rbac = "Role RoleBinding ClusterRole ClusterRoleBinding";

    private static readonly DeprecatedApi[] Rows =
    [
        .. Of("extensions/v1beta1", "Deployment DaemonSet ReplicaSet", 8, 16, "apps/v1"),
        .. Of("extensions/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1"),
        .. Of("extensions/v1beta1", "PodSecurityPolicy", 10, 16, PodSecurity),
        .. Of("extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1"),
        .. Of("apps/v1beta1", "Deployment StatefulSet ReplicaSet ControllerRevision", 8, 16, "apps/v1"),
        .. Of("apps/v1beta2", "Deployment DaemonSet ReplicaSet StatefulSet ControllerRevision", 9, 16, "apps/v1"),
        .. Of("networking.k8s.io/v1beta1", "Ingress IngressClass", 19, 22, "networking.k8s.io/v1"),
        .. Of("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration MutatingWebhookConfiguration", 16, 22, "admissionregistration.k8s.io/v1"),
        .. Of("admissionregistration.k8s.io/v1alpha1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", 29, 32, "admissionregistration.k8s.io/v1"),
        .. Of("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", 31, 34, "admissionregistration.k8s.io/v1"),
        .. Of("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 22, "apiextensions.k8s.io/v1"),
        .. Of("apiregistration.k8s.io/v1beta1", "APIService", 19, 22, "apiregistration.k8s.io/v1"),
        .. Of("rbac.authorization.k8s.io/v1alpha1", Rbac, 17, 22, "rbac.authorization.k8s.io/v1"),
        .. Of("rbac.authorization.k8s.io/v1beta1", Rbac, 17, 22, "rbac.authorization.k8s.io/v1"),
        .. Of("certificates.k8s.io/v1beta1", "CertificateSigningRequest", 19, 22, "certificates.k8s.io/v1"),
        .. Of("coordination.k8s.io/v1beta1", "Lease", 19, 22, "coordination.k8s.io/v1"),
        .. Of("events.k8s.io/v1beta1", "Event", 22, 25, "events.k8s.io/v1"),
        .. Of("scheduling.k8s.io/v1beta1", "PriorityClass", 14, 22, "scheduling.k8s.io/v1"),
        .. Of("storage.k8s.io/v1beta1", "StorageClass CSIDriver", 19, 22, "storage.k8s.io/v1"),
        .. Of("storage.k8s.io/v1beta1", "VolumeAttachment", 19, 22, "storage.k8s.io/v1"),
        .. Of("storage.k8s.io/v1alpha1", "VolumeAttachment", 21, 24, "storage.k8s.io/v1"),
        .. Of("storage.k8s.io/v1beta1", "CSINode", 17, 22, "storage.k8s.io/v1"),
        .. Of("storage.k8s.io/v1alpha1", "CSIStorageCapacity", 21, 24, "storage.k8s.io/v1"),
        .. Of("storage.k8s.io/v1beta1", "CSIStorageCapacity", 24, 27, "storage.k8s.io/v1"),
        .. Of("discovery.k8s.io/v1beta1", "EndpointSlice", 21, 25, "discovery.k8s.io/v1"),
        .. Of("batch/v1beta1", "CronJob", 21, 25, "batch/v1"),
        .. Of("batch/v2alpha1", "CronJob", 21, 21, "batch/v1"),
        .. Of("policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1"),
        .. Of("policy/v1beta1", "PodSecurityPolicy", 21, 25, PodSecurity),
        .. Of("node.k8s.io/v1beta1", "RuntimeClass", 22, 25, "node.k8s.io/v1"),
        .. Of("autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, 25, "autoscaling/v2"),
        .. Of("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2"),
        .. Of("scheduling.k8s.io/v1alpha1", "PriorityClass", 14, 17, "scheduling.k8s.io/v1"),
        .. Of("authentication.k8s.io/v1beta1", "TokenReview", 19, 22, "authentication.k8s.io/v1"),
        .. Of("authorization.k8s.io/v1beta1", "SubjectAccessReview LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview", 19, 22, "authorization.k8s.io/v1"),
        .. Of("auditregistration.k8s.io/v1alpha1", "AuditSink", 19, 19, "an audit webhook of the API server"),
        .. Of("settings.k8s.io/v1alpha1", "PodPreset", 20, 20, "a mutating admission policy or webhook"),
        .. Of("networking.k8s.io/v1alpha1", "ClusterCIDR", 29, 29, "the CIDRs of the network plug-in"),
        .. Of("resource.k8s.io/v1alpha1", "ResourceClaim ResourceClaimTemplate ResourceClass PodScheduling", 27, 27, "resource.k8s.io/v1"),
        .. Of("resource.k8s.io/v1alpha2", "ResourceClaim ResourceClaimTemplate ResourceClass PodSchedulingContext", 31, 31, "resource.k8s.io/v1"),
        .. Of("flowcontrol.apiserver.k8s.io/v1alpha1", "FlowSchema PriorityLevelConfiguration", 21, 24, "flowcontrol.apiserver.k8s.io/v1"),
        .. Of("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema PriorityLevelConfiguration", 23, 26, "flowcontrol.apiserver.k8s.io/v1"),
        .. Of("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema PriorityLevelConfiguration", 26, 29, "flowcontrol.apiserver.k8s.io/v1"),
        .. Of("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema PriorityLevelConfiguration", 29, 32, "flowcontrol.apiserver.k8s.io/v1"),
    ];

    private static readonly Dictionary<(string Version, string Kind), DeprecatedApi> ByName = Rows.ToDictionary(row => (row.ApiVersion, row.Kind));

    /// <summary>Kinds that had a version which is deprecated by now.</summary>
    public static IReadOnlyList<KindRef> Kinds { get; } =
        [.. Rows.Select(row => KnownKinds.FindByVersion(row.ApiVersion, row.Kind)?.Ref ?? throw new InvalidOperationException($"{row.Kind} is not read")).Distinct()];

    /// <summary>What is known of a version of a kind; null when it is current.</summary>
    public static DeprecatedApi? Find(string apiVersion, string kind) => ByName.GetValueOrDefault((apiVersion, kind));

    private static IEnumerable<DeprecatedApi> Of(string version, string kinds, int deprecated, int removed, string replacement) =>
        kinds.Split(' ').Select(kind => new DeprecatedApi(version, kind, deprecated, removed, replacement));
}

/// <summary>A version of one kind.</summary>
/// <param name="ApiVersion">Group and version.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Deprecated">Minor version of Kubernetes that deprecated it.</param>
/// <param name="Removed">Minor version that no longer serves it.</param>
/// <param name="Replacement">Group and version to use, or what stands in its place.</param>
internal sealed record DeprecatedApi(string ApiVersion, string Kind, int Deprecated, int Removed, string Replacement);
