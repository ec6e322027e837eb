using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-OCM-EXECUTOR: work that carries rights, Secrets, webhooks or privileged pods names the service account that applies it; without one the agent applies it
/// with its own rights. On the cluster: only the platform puts work into the namespace of a managed cluster.
/// </summary>
internal sealed class WorkExecutor : FederationCheck<GenericObject>
{
    private const string Group = "work.open-cluster-management.io";

    public override string Id => "L10-OCM-EXECUTOR";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [FleetHubs.ManagedCluster, .. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [new(Group, "ManifestWork"), new(Group, "ManifestWorkReplicaSet")];

    protected override string Absent => "This is no hub of Open Cluster Management.";

    protected override bool ConcernsCluster(ClusterView view) => view.Inventory.CountOf(FleetHubs.ManagedCluster) > 0 || base.ConcernsCluster(view);

    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        if (view.Inventory.CountOf(FleetHubs.ManagedCluster) == 0)
            base.EvaluateCluster(view, judgement);
        foreach (var cluster in view.Inventory.All(FleetHubs.ManagedCluster).OrderBy(cluster => cluster.Name, StringComparer.Ordinal))
            if (FleetHubs.OutsiderWith(view, cluster.Name, rule => FleetHubs.Writes(rule, Group, "manifestworks")) is { } writer)
                judgement.Fail($"{writer.Binding.Object.Kind}/{writer.Binding.Object.Name}",
                    $"{SubjectClass.NameOf(writer.Holder, cluster.Name)} writes ManifestWork in {cluster.Name}", "the platform team only",
                    $"Whatever is put into namespace {cluster.Name} is applied in that cluster.");
    }

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        var (work, at) = item.Kind == "ManifestWork" ? (item.Spec, "spec") : (item.Spec.Field("manifestWorkTemplate"), "spec.manifestWorkTemplate");
        if (work.Field("executor", "subject").Field("serviceAccount").Text("name") is { Length: > 0 } account)
        {
            judgement.Note($"{at}.executor.subject.serviceAccount", account, "The agent applies the work with the rights of this account.");
            return;
        }
        foreach (var (index, manifest) in work.Field("workload", "manifests").Items().Index())
            if (Strong(manifest) is { } what)
                judgement.Fail($"{at}.workload.manifests[{index}]", what, "an executor with a service account of few rights",
                    "The agent applies it with its own rights and asks nobody whether the author may.");
    }

    private static string? Strong(JsonElement? manifest)
    {
        var kind = manifest.Text("kind");
        if (kind is "Secret" or "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration"
            || manifest.Text("apiVersion")?.StartsWith("rbac.authorization.k8s.io/", StringComparison.Ordinal) == true)
            return $"{kind} {manifest.Field("metadata").Text("name")}";
        var spec = kind == "CronJob" ? manifest.Field("spec", "jobTemplate").Field("spec") : manifest.Field("spec");
        var pod = kind == "Pod" ? spec : spec.Field("template", "spec");
        var privileged = pod.Field("containers").Items().Concat(pod.Field("initContainers").Items())
            .Any(container => container.Field("securityContext", "privileged").Flag() == true);
        return privileged ? $"privileged {kind} {manifest.Field("metadata").Text("name")}" : null;
    }
}
