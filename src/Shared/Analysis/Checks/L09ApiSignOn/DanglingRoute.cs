using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-ROUTE-DANGLING: each Service that an Ingress or Gateway route names exists with the port named, a route into another namespace is let in there, and a Service
/// that selects pods selects some. Whoever creates what is missing answers in its place. A Service that nothing publishes beyond the cluster is low.
/// </summary>
internal sealed class DanglingRoute : ObjectCheck<KubeObject>
{
    private const string Takeover = "Whoever creates the Service answers in its place.";

    public override string Id => "L9-ROUTE-DANGLING";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<Ingress>(), .. Kinds<GatewayRoute>(), .. Kinds<Service>()];

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Service>(), .. ServiceIndex.RouteKinds, .. WorkloadKinds];

    internal override bool HeedsReplica(Workload workload) => false;

    /// <summary>A route may lead into another namespace.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is Service or ReferenceGrant or GatewayRoute or GenericObject;

    protected override bool Concerns(KubeObject item, ClusterView view) =>
        item is not Service { Spec: var spec } || (spec.Selector.Count > 0 && spec.Type != "ExternalName");

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is Ingress { Spec: var spec } ingress)
        {
            if (spec.DefaultBackend is { } standard)
                Backend(ingress, standard, "spec.defaultBackend", view, judgement);
            for (var i = 0; i < spec.Rules.Count; i++)
                for (var j = 0; j < (spec.Rules[i].Http?.Paths.Count ?? 0); j++)
                    Backend(ingress, spec.Rules[i].Http!.Paths[j].Backend, $"spec.rules[{i}].http.paths[{j}].backend", view, judgement);
        }
        else if (item is GatewayRoute route)
            for (var i = 0; i < route.Spec.Rules.Count; i++)
            {
                for (var j = 0; j < route.Spec.Rules[i].BackendRefs.Count; j++)
                    Backend(route, route.Spec.Rules[i].BackendRefs[j], $"spec.rules[{i}].backendRefs[{j}]", view, judgement);
                for (var j = 0; j < route.Spec.Rules[i].Filters.Count; j++)
                    if (route.Spec.Rules[i].Filters[j].RequestMirror?.BackendRef is { } mirror)
                        Backend(route, mirror, $"spec.rules[{i}].filters[{j}].requestMirror.backendRef", view, judgement);
            }
        else if (item is Service service)
            Pods(service, view, judgement);
    }

    private static void Backend(Ingress item, IngressBackend backend, string at, ClusterView view, Judgement judgement)
    {
        if (backend.Service is not { } named)
            return;
        if (view.Inventory.Find<Service>(item.Namespace, named.Name) is not { } service)
            judgement.Fail($"{at}.service.name", $"{named.Name} does not exist", "a Service of the namespace", Takeover);
        else if (service.Spec.Type == "ExternalName")
            judgement.Note($"{at}.service.name", named.Name, "An ExternalName Service has no ports and pods.");
        else if (named.Port is not { } port || !service.Spec.Ports.Any(offered => port.Number is { } number ? offered.Port == number : offered.Name == port.Name))
            judgement.Fail($"{at}.service.port", named.Port?.Name ?? $"{named.Port?.Number}", $"a port of Service {named.Name}", "The Service offers no such port.");
    }

    private static void Backend(GatewayRoute item, BackendReference backend, string at, ClusterView view, Judgement judgement)
    {
        if (backend is not { Kind: null or "Service", Group: null or "" })
            return;
        var ns = backend.Namespace ?? item.Namespace;
        if (view.Inventory.Find<Service>(ns, backend.Name) is not { } service)
            judgement.Fail($"{at}.name", $"{ns}/{backend.Name} does not exist", "a Service that exists", Takeover);
        else if (ns != item.Namespace && !view.Gateways.Grants(ns, item, backend))
            judgement.Fail($"{at}.namespace", ns, $"a ReferenceGrant of {ns} for {item.Kind} of {item.Namespace}", "The namespace does not let the route in.");
        else if (backend.Port is { } port && service.Spec.Type != "ExternalName" && !service.Spec.Ports.Any(offered => offered.Port == port))
            judgement.Fail($"{at}.port", $"{port}", $"a port of Service {backend.Name}", "The Service offers no such port.");
    }

    private static void Pods(Service item, ClusterView view, Judgement judgement)
    {
        if (view.Workloads.InNamespace(item.Namespace).Any(workload => workload.PodLabels.Matches(item.Spec.Selector)))
            return;
        if (view.Workloads.All.Count == 0)
            judgement.NotAssessed("No workload is among the objects read, so whether the Service selects pods is unknown.");
        else
            judgement.Fail("spec.selector", "selects no pod", "pods of the namespace", "Whoever creates a pod with these labels answers in its place.",
                item.Spec.Type is "NodePort" or "LoadBalancer" || view.Services.RoutesTo(item).Any() ? null : Severity.Low);
    }
}
