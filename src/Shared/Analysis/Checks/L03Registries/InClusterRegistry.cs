using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-REG-IN-CLUSTER: a registry that runs in the cluster is reachable from outside without TLS, or is the open distribution image without authentication (NIST
/// SP 800-190 4.2.1, 4.2.3). Recognised by image name. Sign-on that only a product's own settings hold cannot be seen.
/// </summary>
internal sealed class InClusterRegistry : WorkloadCheck
{
    public override string Id => "L3-REG-IN-CLUSTER";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Service>(), .. ServiceIndex.RouteKinds, .. Kinds<Gateway>()];

    /// <summary>Routes and Gateways may stand in another namespace.</summary>
    public override bool CrossNamespace => true;

    protected override bool TemplateOnly => true;

    protected override bool Concerns(Workload workload, ClusterView view)
    {
        foreach (var container in workload.Template.Containers())
            if (IsRegistry(container, view))
                return true;
        return false;
    }

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var registries = pod.Containers().Where(container => IsRegistry(container, view)).ToList();
        foreach (var container in registries)
            JudgeSignOn(container, view, judgement);
        var ownTls = registries.TrueForAll(container => RegistryImages.HasVariable(container.Container, "REGISTRY_HTTP_TLS_"));
        foreach (var service in view.Services.Selecting(workload.Namespace, workload.PodLabels))
        {
            foreach (var port in ownTls ? [] : PlainExposure.OpenPorts(service))
                judgement.Fail($"Service/{service.Name}: spec.ports", $"{service.Spec.Type} port {port.Port}", "TLS, or no port outside the cluster",
                    $"Service {service.Name} opens the registry to the outside, and nothing shows TLS.");
            foreach (var route in view.Services.RoutesTo(service))
                if (!ownTls || route.Kind != "TCPRoute")
                    JudgeRoute(route, service, view, judgement);
        }
    }

    private static void JudgeRoute(KubeObject route, Service service, ClusterView view, Judgement judgement)
    {
        var plain = PlainExposure.IsPlain(route, service, view);
        if (plain == true)
            judgement.Fail($"{route.Kind}/{route.Namespace}/{route.Name}: spec", "no TLS", "TLS on every host and listener", $"{route.Kind} {route.Name} leads to the registry without TLS.");
        else if (plain is null)
            judgement.NotAssessed($"The Gateway of {route.Kind} {route.Name} is not among the objects read.");
    }

    private static void JudgeSignOn(ContainerView container, ClusterView view, Judgement judgement)
    {
        if (RegistryImages.HasVariable(container.Container, "REGISTRY_AUTH"))
            return;
        var distribution = view.ImageOf(container.Container.Image) is { } image && RegistryImages.IsDistribution(image);
        if (!distribution || RegistryImages.HasHiddenSettings(container.Container))
            judgement.NotAssessed($"Whether registry {container.Container.Name} asks for sign-on stands in settings that are not read.");
        else
            judgement.Fail(container.At("env"), "no REGISTRY_AUTH variable, no mounted configuration", "REGISTRY_AUTH, or a mounted configuration with auth",
                $"Anybody who reaches registry {container.Container.Name} can pull, and push, images.");
    }

    private static bool IsRegistry(ContainerView container, ClusterView view) =>
        view.ImageOf(container.Container.Image) is { } image && RegistryImages.IsRegistry(image);
}
