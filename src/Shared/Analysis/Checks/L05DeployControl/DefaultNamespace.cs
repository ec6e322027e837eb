using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-NS-DEFAULT: nothing of a user lives in namespace default (CIS 5.6.4). What the cluster puts there itself does not count. Secrets, leases and what
/// controllers keep are looked at where a folder holds them; they are never asked from an API for this.
/// </summary>
internal sealed class DefaultNamespace : NamespaceCheck
{
    private const string Name = "default";

    private static readonly KindRef[] Others =
    [
        .. Kinds<Service>(), .. Kinds<ConfigMap>(), .. Kinds<ServiceAccount>(), .. Kinds<PersistentVolumeClaim>(), .. Kinds<Ingress>(), .. Kinds<Role>(),
        .. Kinds<RoleBinding>(), .. Kinds<EndpointSlice>(), .. Kinds<PodDisruptionBudget>(),
        .. Kinds<HorizontalPodAutoscaler>(), new("coordination.k8s.io", "Lease"), new("storage.k8s.io", "CSIStorageCapacity"), new("apps", "ControllerRevision"),
    ];

    public override string Id => "L5-NS-DEFAULT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. WorkloadKinds, .. Others];

    internal override bool HeedsReplica(Workload workload) => false;

    protected override bool Concerns(Namespace ns, ClusterView view) => ns.Name == Name;

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        foreach (var workload in view.Workloads.InNamespace(Name))
            Fail(workload.Object, judgement);
        foreach (var kind in Others)
            foreach (var item in view.Inventory.All(kind))
                if (item.Namespace == Name && !IsOwn(item))
                    Fail(item, judgement);
        foreach (var secret in view.Inventory.All<Secret>())
            if (secret.Namespace == Name && secret.Type != "kubernetes.io/service-account-token")
                Fail(secret, judgement);
    }

    /// <summary>What Kubernetes and common controllers put into every namespace, default included.</summary>
    private static bool IsOwn(KubeObject item) => item switch
    {
        Service => item.Name == "kubernetes",
        EndpointSlice => item.Name == "kubernetes" || item.Metadata.OwnerReferences.Count > 0, // the others belong to a Service
        ServiceAccount => item.Name == "default",
        ConfigMap => item.Name is "kube-root-ca.crt" or "istio-ca-root-cert" or "openshift-service-ca.crt",
        NamedObject => item.Metadata.OwnerReferences.Count > 0, // what a controller keeps of its own
        _ => false,
    };

    private static void Fail(KubeObject item, Judgement judgement) =>
        judgement.Fail($"{item.Kind}/{item.Name}: metadata.namespace", Name, "a namespace of its own", $"{item.Kind} {item.Name} lives in namespace default.");
}
