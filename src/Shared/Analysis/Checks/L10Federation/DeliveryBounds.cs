using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-GITOPS-PROJECT: a project of Argo CD bounds its repositories, destinations and cluster-scoped kinds, nobody is administrator by default, and Flux
/// applies a tenant's work as an account of the tenant. A project that only delivers to system namespaces is the platform's own, as is flux-system.
/// </summary>
internal sealed class DeliveryBounds : FederationCheck<KubeObject>
{
    private static readonly KindRef Applications = new(FleetHubs.Argo, "Application");

    public override string Id => "L10-GITOPS-PROJECT";

    public override IReadOnlyList<KindRef> Reads { get; } = [Applications, .. WorkloadKinds];

    public override bool CrossNamespace => true;

    /// <summary>Of the workloads only the controllers of Flux count, and they live in one namespace.</summary>
    public override bool Heeds(KubeObject changed) => changed is GenericObject || changed.Namespace == FleetHubs.FluxHome;

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
        [FleetHubs.ArgoProject, .. Kinds<ConfigMap>(), new("kustomize.toolkit.fluxcd.io", "Kustomization"), new("helm.toolkit.fluxcd.io", "HelmRelease")];

    protected override string Absent => "Neither Argo CD nor Flux delivers from here.";

    protected override string? Unseen(ClusterView view) =>
        view.Inventory.CountOf(Applications) > 0 ? "Argo CD delivers from here, but no AppProject is among the objects read." : null;

    protected override bool Concerns(KubeObject item, ClusterView view) => item is GenericObject || item.Name == "argocd-rbac-cm";

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is ConfigMap map && map.Data.Setting("policy.default") == "role:admin")
            judgement.Fail("data[policy.default]", "role:admin", "empty or role:readonly", "Whoever signs in administers every cluster that Argo CD reaches.");
        else if (item is GenericObject { Group: FleetHubs.Argo } project)
            Project(project, view, judgement);
        else if (item is GenericObject flux)
            Flux(flux, view, judgement);
    }

    private static void Project(GenericObject item, ClusterView view, Judgement judgement)
    {
        var targets = view.Inventory.All(Applications).OfType<GenericObject>()
            .Where(application => application.Namespace == item.Namespace && (application.Spec.Text("project") ?? "default") == item.Name)
            .Select(application => application.Spec.Field("destination").Text("namespace") ?? "").ToList();
        if (targets.Count > 0 && targets.TrueForAll(view.IsSystem))
        {
            judgement.NotApplicable("The project delivers to system namespaces only: it is the platform's own.");
            return;
        }
        Each(item.Spec.Field("sourceRepos"), "spec.sourceRepos", entry => entry.Text() == "*", "named repositories", "Any repository is delivered.", judgement);
        Each(item.Spec.Field("destinations"), "spec.destinations",
            entry => (entry.Text("server") ?? entry.Text("name")) == "*" && entry.Text("namespace") == "*",
            "named clusters and namespaces", "The project delivers to every namespace of every cluster.", judgement);
        Each(item.Spec.Field("clusterResourceWhitelist"), "spec.clusterResourceWhitelist", entry => entry.Text("group") == "*" && entry.Text("kind") == "*",
            "named kinds, or none", "The project may create rights, webhooks and any other object of the cluster.", judgement);
    }

    private static void Each(JsonElement? list, string path, Func<JsonElement?, bool> violates, string expected, string message, Judgement judgement)
    {
        foreach (var (index, entry) in list.Items().Index().Where(pair => violates(pair.Item)))
            judgement.Fail($"{path}[{index}]", "*", expected, message);
    }

    private static void Flux(GenericObject item, ClusterView view, Judgement judgement)
    {
        if (item.Namespace == FleetHubs.FluxHome || view.IsSystem(item.Namespace))
            judgement.NotApplicable("The platform's own delivery.");
        else if (!string.IsNullOrEmpty(item.Spec.Text("serviceAccountName")) || view.Workloads.InNamespace(FleetHubs.FluxHome).Any(HasDefaultAccount))
            judgement.Note("spec.serviceAccountName", item.Spec.Text("serviceAccountName") ?? "default account", "An account of the tenant applies it.");
        else
            judgement.Fail("spec.serviceAccountName", "absent", "an account of the namespace", "Flux applies the tenant's work with its own rights.");
    }

    private static bool HasDefaultAccount(Workload workload) => workload.Template.Containers().Any(container =>
        container.Container.Args.Any(argument => argument.StartsWith("--default-service-account=", StringComparison.Ordinal)));
}
