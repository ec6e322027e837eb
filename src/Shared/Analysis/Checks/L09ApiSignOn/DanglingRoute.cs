using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-ROUTE-DANGLING: each Service that an Ingress names exists with the port named and, where it selects pods, selects some. Whoever creates what is missing
/// answers under the public host name.
/// </summary>
internal sealed class DanglingRoute : ObjectCheck<Ingress>
{
    public override string Id => "L9-ROUTE-DANGLING";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Service>(), .. WorkloadKinds];

    protected override void Evaluate(Ingress item, ClusterView view, Judgement judgement)
    {
        if (item.Spec.DefaultBackend is { } standard)
            Backend(item, standard, "spec.defaultBackend", view, judgement);
        for (var i = 0; i < item.Spec.Rules.Count; i++)
            for (var j = 0; j < (item.Spec.Rules[i].Http?.Paths.Count ?? 0); j++)
                Backend(item, item.Spec.Rules[i].Http!.Paths[j].Backend, $"spec.rules[{i}].http.paths[{j}].backend", view, judgement);
    }

    private static void Backend(Ingress item, IngressBackend backend, string at, ClusterView view, Judgement judgement)
    {
        if (backend.Service is not { } named)
            return;
        if (view.Inventory.Find<Service>(item.Namespace, named.Name) is not { } service)
            judgement.Fail($"{at}.service.name", $"{named.Name} does not exist", "a Service of the namespace",
                "Whoever creates the Service answers under the host name of the Ingress.");
        else if (service.Spec.Type == "ExternalName")
            judgement.Note($"{at}.service.name", named.Name, "An ExternalName Service has no ports and pods.");
        else if (named.Port is { } port && !service.Spec.Ports.Any(offered => port.Number is { } number ? offered.Port == number : offered.Name == port.Name))
            judgement.Fail($"{at}.service.port", port.Name ?? $"{port.Number}", $"a port of Service {named.Name}", "The Service offers no such port.");
        else if (service.Spec.Selector.Count > 0 && view.Workloads.All.Count == 0)
            judgement.NotAssessed("No workload is among the objects read, so whether the Service selects pods is unknown.");
        else if (service.Spec.Selector.Count > 0 && !view.Workloads.InNamespace(item.Namespace).Any(workload => workload.PodLabels.Matches(service.Spec.Selector)))
            judgement.Fail($"Service/{named.Name}: spec.selector", "selects no pod", "pods of the namespace",
                "Whoever creates a pod with these labels answers under the host name of the Ingress.");
    }
}
