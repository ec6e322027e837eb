using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-FEDERATED-INGRESS: what is published over clusters terminates TLS; Services of system and sensitive namespaces are not exported to the cluster set; a
/// namespace that imports Services denies traffic by default.
/// </summary>
internal sealed class FederatedIngress : FederationCheck<GenericObject>
{
    private const string Multicluster = "multicluster.x-k8s.io";
    private const string Karmada = "networking.karmada.io";

    public override string Id => "L10-FEDERATED-INGRESS";

    public override IReadOnlyList<KindRef> Reads => PodPolicyIndex.Kinds;

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
    [
        new(Karmada, "MultiClusterIngress"), new(Karmada, "MultiClusterService"), new(Multicluster, "ServiceExport"), new(Multicluster, "ServiceImport"),
        new("types.kubefed.io", "FederatedIngress"),
    ];

    protected override string Absent => "Nothing here is published to other clusters or imported from them.";

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        switch (item.Kind)
        {
            case "MultiClusterIngress" when !item.Spec.Field("tls").HasContent():
                judgement.Fail("spec.tls", "absent", "a tls entry for each host", "The ingress over all clusters serves plain text.");
                break;
            case "FederatedIngress" when !item.Spec.Field("template", "spec").Field("tls").HasContent():
                judgement.Fail("spec.template.spec.tls", "absent", "a tls entry for each host", "The ingress in every member serves plain text.");
                break;
            case "ServiceExport" or "MultiClusterService" when view.IsSystem(item.Namespace) || view.Policy.SensitiveNamespaces.Contains(item.Namespace):
                Export(item, judgement);
                break;
            case "ServiceImport":
                Import(item, view, judgement);
                break;
        }
    }

    /// <summary>Karmada publishes to every cluster unless consumers are named (in three ways, by release), or by load balancers.</summary>
    private static void Export(GenericObject item, Judgement judgement)
    {
        var consumers = item.Spec.Field("consumerClusters").Items().Select(cluster => cluster.Text("name")).OfType<string>()
            .Concat(item.Spec.Field("serviceConsumptionClusters").Texts()).Concat(item.Spec.Field("range", "clusterNames").Texts()).ToList();
        if (item.Spec.Field("types").Texts().Contains("LoadBalancer"))
            judgement.Fail("metadata.namespace", item.Namespace, "not exported", $"Service {item.Name} of a sensitive namespace is published by load balancers.");
        else if (consumers.Count == 0)
            judgement.Fail("metadata.namespace", item.Namespace, "not exported",
                $"Service {item.Name} of a sensitive namespace can be reached from every cluster of the set.");
        else
            judgement.Note("spec", string.Join(", ", consumers.Take(5)), "Only clusters that are named reach the Service.");
    }

    private static void Import(GenericObject item, ClusterView view, Judgement judgement)
    {
        foreach (var policy in view.PodPolicies.In(item.Namespace).All)
            if (policy.Pods is null && (policy.Ingress == Isolation.DenyAll || policy.Egress is Isolation.DenyAll or Isolation.DnsOnly))
            {
                judgement.Note("NetworkPolicy", policy.Title, $"{policy.Title} denies by default; connections to other clusters need a rule.");
                return;
            }
        judgement.Fail("NetworkPolicy", "no default-deny", "a policy that denies by default in the importing namespace",
            $"Every pod of {item.Namespace} reaches the Service of other clusters, and nothing here limits what comes from them.");
    }
}
