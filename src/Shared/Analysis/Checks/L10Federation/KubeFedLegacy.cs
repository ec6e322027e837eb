using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-KUBEFED-LEGACY: KubeFed, archived in April 2023, is not in use: its kinds are not installed, or no controller of it runs. The evidence names the
/// kinds it carries to the members.
/// </summary>
internal sealed class KubeFedLegacy : ClusterCheck
{
    private static readonly KindRef TypeConfig = new(FleetHubs.KubeFed, "FederatedTypeConfig");

    public override string Id => "L10-KUBEFED-LEGACY";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<CustomResourceDefinition>(), TypeConfig, .. WorkloadKinds];

    /// <summary>Of the workloads only controllers count.</summary>
    public override bool Heeds(KubeObject changed) => changed is not (Pod or ReplicaSet or Job or CronJob);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var definitions = view.Inventory.All<CustomResourceDefinition>()
            .Where(definition => definition.Spec.GroupName is FleetHubs.KubeFed or "types.kubefed.io" or "multiclusterdns.kubefed.io").ToList();
        var configs = view.Inventory.All(TypeConfig).Select(config => config.Name).Order(StringComparer.Ordinal).ToList();
        var controller = view.Workloads.All.FirstOrDefault(workload => IsKubeFed(workload, view))?.Object;
        if (controller is not null && definitions.Count + configs.Count > 0)
            judgement.Fail($"{controller.Kind}/{controller.Namespace}/{controller.Name}",
                configs.Count > 0 ? $"federates {string.Join(", ", configs)}" : $"{definitions.Count} kinds of KubeFed", "Karmada or Open Cluster Management",
                "KubeFed has had no fixes since April 2023 and holds an administrator's credential of each member.");
        else if (controller is null && definitions.Count + configs.Count > 0)
            judgement.Note("CustomResourceDefinition", $"{definitions.Count} kinds of KubeFed", "Left over: no controller runs.");
        else if (!view.Inventory.All<CustomResourceDefinition>().Any())
            judgement.NotAssessed("No CustomResourceDefinition is among the objects read, so whether KubeFed is installed is unknown.");
    }

    private static bool IsKubeFed(Workload workload, ClusterView view)
    {
        foreach (var container in workload.Template.Containers())
            if (view.ImageOf(container.Container.Image) is { } image
                && (image.Path == "kubernetes-multicluster/kubefed" || image.Path.EndsWith("/kubernetes-multicluster/kubefed", StringComparison.Ordinal)))
                return true;
        return false;
    }
}
