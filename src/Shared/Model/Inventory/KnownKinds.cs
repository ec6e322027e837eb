using System.Text.Json.Serialization.Metadata;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>
/// Every kind that is read, once: decoding, discovery, the collector role and what a check reads all follow this table. A kind that is not here is counted and
/// named, never an error.
/// </summary>
public static class KnownKinds
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Admission = "admissionregistration.k8s.io";
    private const string Trivy = "aquasecurity.github.io";
    private const string GatewayApi = "gateway.networking.k8s.io";

    public static readonly IReadOnlyList<KindInfo> All =
    [
        Of("", "Namespace", "namespaces", false, ModelJson.Default.Namespace),
        Of("", "Node", "nodes", false, ModelJson.Default.Node),
        Of("", "Pod", "pods", true, ModelJson.Default.Pod),
        Of("", "PodTemplate", "podtemplates", true, ModelJson.Default.PodTemplate),
        Of("", "ReplicationController", "replicationcontrollers", true, ModelJson.Default.ReplicationController),
        Of("", "Service", "services", true, ModelJson.Default.Service),
        Of("", "ServiceAccount", "serviceaccounts", true, ModelJson.Default.ServiceAccount),
        Of("", "ConfigMap", "configmaps", true, ModelJson.Default.ConfigMap),
        Of("", "Secret", "secrets", true, ModelJson.Default.Secret),
        Of("", "PersistentVolume", "persistentvolumes", false, ModelJson.Default.PersistentVolume),
        Of("", "PersistentVolumeClaim", "persistentvolumeclaims", true, ModelJson.Default.PersistentVolumeClaim),
        Of("", "ResourceQuota", "resourcequotas", true, ModelJson.Default.ResourceQuota),
        Of("", "LimitRange", "limitranges", true, ModelJson.Default.LimitRange),
        Of("apps", "Deployment", "deployments", true, ModelJson.Default.Deployment),
        Of("apps", "ReplicaSet", "replicasets", true, ModelJson.Default.ReplicaSet),
        Of("apps", "StatefulSet", "statefulsets", true, ModelJson.Default.StatefulSet),
        Of("apps", "DaemonSet", "daemonsets", true, ModelJson.Default.DaemonSet),
        Of("batch", "Job", "jobs", true, ModelJson.Default.Job),
        Of("batch", "CronJob", "cronjobs", true, ModelJson.Default.CronJob),
        Of("apps.openshift.io", "DeploymentConfig", "deploymentconfigs", true, ModelJson.Default.ForeignWorkload),
        Of("argoproj.io", "Rollout", "rollouts", true, ModelJson.Default.ForeignWorkload),
        Of("serving.knative.dev", "Service", "services", true, ModelJson.Default.ForeignWorkload),
        Of("serving.knative.dev", "Configuration", "configurations", true, ModelJson.Default.ForeignWorkload),
        Of("extensions.agents.x-k8s.io", "SandboxTemplate", "sandboxtemplates", true, ModelJson.Default.ForeignWorkload),
        Of("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, ModelJson.Default.HorizontalPodAutoscaler),
        Of("policy", "PodDisruptionBudget", "poddisruptionbudgets", true, ModelJson.Default.PodDisruptionBudget),
        Of("discovery.k8s.io", "EndpointSlice", "endpointslices", true, ModelJson.Default.EndpointSlice),
        Of("networking.k8s.io", "NetworkPolicy", "networkpolicies", true, ModelJson.Default.NetworkPolicy),
        Of("networking.k8s.io", "Ingress", "ingresses", true, ModelJson.Default.Ingress),
        Of("networking.k8s.io", "IngressClass", "ingressclasses", false, ModelJson.Default.IngressClass),
        Of("policy.networking.k8s.io", "AdminNetworkPolicy", "adminnetworkpolicies", false, ModelJson.Default.AdminNetworkPolicy),
        Of("policy.networking.k8s.io", "BaselineAdminNetworkPolicy", "baselineadminnetworkpolicies", false, ModelJson.Default.AdminNetworkPolicy),
        Of("policy.networking.k8s.io", "ClusterNetworkPolicy", "clusternetworkpolicies", false, ModelJson.Default.AdminNetworkPolicy),
        Of(GatewayApi, "GatewayClass", "gatewayclasses", false, ModelJson.Default.GatewayClass),
        Of(GatewayApi, "Gateway", "gateways", true, ModelJson.Default.Gateway),
        Of(GatewayApi, "ListenerSet", "listenersets", true, ModelJson.Default.Gateway),
        Of(GatewayApi, "HTTPRoute", "httproutes", true, ModelJson.Default.GatewayRoute),
        Of(GatewayApi, "GRPCRoute", "grpcroutes", true, ModelJson.Default.GatewayRoute),
        Of(GatewayApi, "TLSRoute", "tlsroutes", true, ModelJson.Default.GatewayRoute),
        Of(GatewayApi, "TCPRoute", "tcproutes", true, ModelJson.Default.GatewayRoute),
        Of(GatewayApi, "UDPRoute", "udproutes", true, ModelJson.Default.GatewayRoute),
        Of(GatewayApi, "ReferenceGrant", "referencegrants", true, ModelJson.Default.ReferenceGrant),
        Of(GatewayApi, "BackendTLSPolicy", "backendtlspolicies", true, ModelJson.Default.BackendTlsPolicy),
        Of(Rbac, "Role", "roles", true, ModelJson.Default.Role),
        Of(Rbac, "ClusterRole", "clusterroles", false, ModelJson.Default.ClusterRole),
        Of(Rbac, "RoleBinding", "rolebindings", true, ModelJson.Default.RoleBinding),
        Of(Rbac, "ClusterRoleBinding", "clusterrolebindings", false, ModelJson.Default.ClusterRoleBinding),
        Of("storage.k8s.io", "StorageClass", "storageclasses", false, ModelJson.Default.StorageClass),
        Of("storage.k8s.io", "CSIDriver", "csidrivers", false, ModelJson.Default.CsiDriver),
        Of("storage.k8s.io", "VolumeAttachment", "volumeattachments", false, ModelJson.Default.VolumeAttachment),
        Of("snapshot.storage.k8s.io", "VolumeSnapshotClass", "volumesnapshotclasses", false, ModelJson.Default.VolumeSnapshotClass),
        Of("snapshot.storage.k8s.io", "VolumeSnapshot", "volumesnapshots", true, ModelJson.Default.VolumeSnapshot),
        Of("node.k8s.io", "RuntimeClass", "runtimeclasses", false, ModelJson.Default.RuntimeClass),
        Of("scheduling.k8s.io", "PriorityClass", "priorityclasses", false, ModelJson.Default.PriorityClass),
        Of(Admission, "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", false, ModelJson.Default.WebhookConfiguration),
        Of(Admission, "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false, ModelJson.Default.WebhookConfiguration),
        Of(Admission, "ValidatingAdmissionPolicy", "validatingadmissionpolicies", false, ModelJson.Default.ValidatingAdmissionPolicy),
        Of(Admission, "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", false, ModelJson.Default.ValidatingAdmissionPolicyBinding),
        Of(Admission, "MutatingAdmissionPolicy", "mutatingadmissionpolicies", false, ModelJson.Default.ValidatingAdmissionPolicy),
        Of(Admission, "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings", false, ModelJson.Default.ValidatingAdmissionPolicyBinding),
        Of("apiregistration.k8s.io", "APIService", "apiservices", false, ModelJson.Default.ApiService),
        Of("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions", false, ModelJson.Default.CustomResourceDefinition),
        .. Reports(),
        Of("bitnami.com", "SealedSecret", "sealedsecrets", true, ModelJson.Default.NamedObject),
        .. Generic(),
        .. ManifestOnly(),
    ];

    private static readonly Dictionary<KindRef, KindInfo> ByRef = All.ToDictionary(kind => kind.Ref);

    private static readonly ILookup<Type, KindInfo> ByType = All.ToLookup(kind => kind.Record.Type);

    /// <summary>The kind, or null when it is not one that is read. Any Gatekeeper constraint (group <c>constraints.gatekeeper.sh</c>) is.</summary>
    public static KindInfo? Find(string group, string kind) => ByRef.GetValueOrDefault(new(group, kind))
        ?? (group == "constraints.gatekeeper.sh" ? Of(group, kind, kind.ToLowerInvariant(), false, ModelJson.Default.GenericObject) : null);

    /// <summary>The same by what an object says of itself; a group that was renamed since counts as the new one.</summary>
    public static KindInfo? FindByVersion(string apiVersion, string kind) => Find(ApiGroups.Of(apiVersion, kind), kind);

    /// <summary>Kinds that a record type holds, for example both webhook configurations.</summary>
    public static IEnumerable<KindInfo> Of(Type record) => ByType[record];

    private static KindInfo Of(string group, string kind, string plural, bool namespaced, JsonTypeInfo record) => new(group, kind, plural, namespaced, record);

    /// <summary>Kinds of which a manifest tells that its version is gone, and nothing else.</summary>
    private static IEnumerable<KindInfo> ManifestOnly()
    {
        (string Group, string Kind, string Plural, bool Namespaced)[] rows =
        [
            ("policy", "PodSecurityPolicy", "podsecuritypolicies", false),
            ("apps", "ControllerRevision", "controllerrevisions", true),
            ("certificates.k8s.io", "CertificateSigningRequest", "certificatesigningrequests", false),
            ("coordination.k8s.io", "Lease", "leases", true),
            ("events.k8s.io", "Event", "events", true),
            ("storage.k8s.io", "CSINode", "csinodes", false),
            ("storage.k8s.io", "CSIStorageCapacity", "csistoragecapacities", true),
            ("authentication.k8s.io", "TokenReview", "tokenreviews", false),
            ("authorization.k8s.io", "SubjectAccessReview", "subjectaccessreviews", false),
            ("authorization.k8s.io", "LocalSubjectAccessReview", "localsubjectaccessreviews", true),
            ("authorization.k8s.io", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false),
            ("authorization.k8s.io", "SelfSubjectRulesReview", "selfsubjectrulesreviews", false),
            ("auditregistration.k8s.io", "AuditSink", "auditsinks", false),
            ("settings.k8s.io", "PodPreset", "podpresets", true),
            ("networking.k8s.io", "ClusterCIDR", "clustercidrs", false),
            ("resource.k8s.io", "ResourceClaim", "resourceclaims", true),
            ("resource.k8s.io", "ResourceClaimTemplate", "resourceclaimtemplates", true),
            ("resource.k8s.io", "ResourceClass", "resourceclasses", false),
            ("resource.k8s.io", "PodScheduling", "podschedulings", true),
            ("resource.k8s.io", "PodSchedulingContext", "podschedulingcontexts", true),
        ];
        return rows.Select(row => Of(row.Group, row.Kind, row.Plural, row.Namespaced, ModelJson.Default.NamedObject) with { IsManifestOnly = true });
    }

    /// <summary>Reports of other tools, and what is imported or read beside the cluster.</summary>
    private static IEnumerable<KindInfo> Reports() =>
    [
        Of(Trivy, "VulnerabilityReport", "vulnerabilityreports", true, ModelJson.Default.VulnerabilityReport),
        Of(Trivy, "ClusterVulnerabilityReport", "clustervulnerabilityreports", false, ModelJson.Default.VulnerabilityReport),
        Of(Trivy, "ExposedSecretReport", "exposedsecretreports", true, ModelJson.Default.ExposedSecretReport),
        Of(Trivy, "SbomReport", "sbomreports", true, ModelJson.Default.SbomReport),
        Of(Trivy, "ClusterSbomReport", "clustersbomreports", false, ModelJson.Default.SbomReport),
        .. new[] { "ConfigAudit", "RbacAssessment", "InfraAssessment" }.SelectMany(name => new[]
        {
            Of(Trivy, $"{name}Report", $"{name.ToLowerInvariant()}reports", true, ModelJson.Default.AssessmentReport),
            Of(Trivy, $"Cluster{name}Report", $"cluster{name.ToLowerInvariant()}reports", false, ModelJson.Default.AssessmentReport),
        }),
        Of("wgpolicyk8s.io", "PolicyReport", "policyreports", true, ModelJson.Default.PolicyReport),
        Of("wgpolicyk8s.io", "ClusterPolicyReport", "clusterpolicyreports", false, ModelJson.Default.PolicyReport),
        Of("openreports.io", "Report", "reports", true, ModelJson.Default.PolicyReport),
        Of("openreports.io", "ClusterReport", "clusterreports", false, ModelJson.Default.PolicyReport),
        Of(KindInfo.OwnGroup, "KubeBenchReport", "kubebenchreports", false, ModelJson.Default.KubeBenchReport),
        Of(KindInfo.OwnGroup, "ImageFacts", "imagefacts", false, ModelJson.Default.ImageFacts),
        Of(KindInfo.OwnGroup, "RegistryFacts", "registryfacts", false, ModelJson.Default.RegistryFacts),
    ];

    private static IEnumerable<KindInfo> Generic()
    {
        (string Group, string Kinds, bool Namespaced)[] rows =
        [
            ("multicluster.x-k8s.io", "ServiceExport:serviceexports ServiceImport:serviceimports", true),
            ("multicluster.x-k8s.io", "ClusterProfile:clusterprofiles", true),
            ("cluster.karmada.io", "Cluster:clusters", false),
            ("policy.karmada.io", "ClusterPropagationPolicy:clusterpropagationpolicies ClusterOverridePolicy:clusteroverridepolicies", false),
            ("policy.karmada.io", "PropagationPolicy:propagationpolicies OverridePolicy:overridepolicies", true),
            ("networking.karmada.io", "MultiClusterIngress:multiclusteringresses MultiClusterService:multiclusterservices", true),
            ("cluster.open-cluster-management.io", "ManagedCluster:managedclusters ManagedClusterSet:managedclustersets", false),
            ("cluster.open-cluster-management.io", "ManagedClusterSetBinding:managedclustersetbindings", true),
            ("work.karmada.io", "Work:works", true),
            ("work.open-cluster-management.io", "ManifestWork:manifestworks ManifestWorkReplicaSet:manifestworkreplicasets", true),
            ("operator.open-cluster-management.io", "Klusterlet:klusterlets ClusterManager:clustermanagers", false),
            ("addon.open-cluster-management.io", "ManagedClusterAddOn:managedclusteraddons", true),
            ("core.kubefed.io", "KubeFedCluster:kubefedclusters KubeFedConfig:kubefedconfigs FederatedTypeConfig:federatedtypeconfigs", true),
            ("types.kubefed.io", "FederatedIngress:federatedingresses", true),
            ("kyverno.io", "ClusterPolicy:clusterpolicies", false),
            ("kyverno.io", "Policy:policies PolicyException:policyexceptions", true),
            ("policies.kyverno.io", "ValidatingPolicy:validatingpolicies ImageValidatingPolicy:imagevalidatingpolicies MutatingPolicy:mutatingpolicies", false),
            ("policies.kyverno.io", "PolicyException:policyexceptions NamespacedValidatingPolicy:namespacedvalidatingpolicies", true),
            ("policies.kyverno.io", "NamespacedImageValidatingPolicy:namespacedimagevalidatingpolicies", true),
            ("policies.kubewarden.io", "ClusterAdmissionPolicy:clusteradmissionpolicies ClusterAdmissionPolicyGroup:clusteradmissionpolicygroups", false),
            ("policies.kubewarden.io", "AdmissionPolicy:admissionpolicies AdmissionPolicyGroup:admissionpolicygroups", true),
            ("templates.gatekeeper.sh", "ConstraintTemplate:constrainttemplates", false),
            ("constraints.gatekeeper.sh", "K8sAllowedRepos:k8sallowedrepos K8sAllowedReposv2:k8sallowedreposv2", false),
            ("config.gatekeeper.sh", "Config:configs", true),
            ("config.openshift.io", "Image:images", false),
            ("policy.sigstore.dev", "ClusterImagePolicy:clusterimagepolicies TrustRoot:trustroots", false),
            ("argoproj.io", "Application:applications AppProject:appprojects", true),
            ("kustomize.toolkit.fluxcd.io", "Kustomization:kustomizations", true),
            ("helm.toolkit.fluxcd.io", "HelmRelease:helmreleases", true),
            ("cert-manager.io", "Certificate:certificates Issuer:issuers", true),
            ("cert-manager.io", "ClusterIssuer:clusterissuers", false),
            ("external-secrets.io", "ExternalSecret:externalsecrets SecretStore:secretstores", true),
            ("external-secrets.io", "ClusterSecretStore:clustersecretstores ClusterExternalSecret:clusterexternalsecrets", false),
            ("secrets-store.csi.x-k8s.io", "SecretProviderClass:secretproviderclasses", true),
            ("secrets.hashicorp.com", "VaultStaticSecret:vaultstaticsecrets VaultDynamicSecret:vaultdynamicsecrets", true),
            ("snapshot.storage.k8s.io", "VolumeSnapshotContent:volumesnapshotcontents", false),
            ("image.toolkit.fluxcd.io", "ImageUpdateAutomation:imageupdateautomations", true),
            ("flowcontrol.apiserver.k8s.io", "FlowSchema:flowschemas PriorityLevelConfiguration:prioritylevelconfigurations", false),
            ("security.istio.io", "PeerAuthentication:peerauthentications AuthorizationPolicy:authorizationpolicies RequestAuthentication:requestauthentications", true),
            ("networking.istio.io", "VirtualService:virtualservices", true),
            ("cilium.io", "CiliumNetworkPolicy:ciliumnetworkpolicies", true),
            ("cilium.io", "CiliumClusterwideNetworkPolicy:ciliumclusterwidenetworkpolicies", false),
            ("crd.projectcalico.org", "GlobalNetworkPolicy:globalnetworkpolicies", false),
            ("projectcalico.org", "GlobalNetworkPolicy:globalnetworkpolicies", false),
            ("crd.projectcalico.org", "NetworkPolicy:networkpolicies", true),
            ("projectcalico.org", "NetworkPolicy:networkpolicies", true),
            ("cluster.x-k8s.io", "Cluster:clusters", true),
            ("route.openshift.io", "Route:routes", true),
            ("velero.io", "Schedule:schedules Backup:backups", true),
        ];
        return rows.SelectMany(row => row.Kinds.Split(' ').Select(pair => pair.Split(':')).Select(pair =>
            Of(row.Group, pair[0], pair[1], row.Namespaced, ModelJson.Default.GenericObject)));
    }
}
