using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-EXPOSURE-ROUTES: a workload that routes lead to from outside is declared as edge in the policy. An inventory of what is published; feeds what other checks
/// say of exposure. A listener of a Gateway does not take routes of every namespace (medium), or whoever may write routes publishes there.
/// </summary>
internal sealed class PublishedWorkload : WorkloadOrObjectCheck<Gateway>
{
    public override string Id => "L7-EXPOSURE-ROUTES";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Service>(), .. ServiceIndex.RouteKinds];

    /// <summary>A route of another namespace may lead here, a Service or Ingress may not.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is not (Service or Ingress);

    protected override bool TemplateOnly => true;

    protected override void Evaluate(Gateway item, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < item.Spec.Listeners.Count; i++)
            if (item.Spec.Listeners[i] is { AllowedRoutes.Namespaces: { } namespaces } listener
                && namespaces is { From: "All" } or { From: "Selector", Selector.IsEmpty: true })
                judgement.Fail($"spec.listeners[{i}].allowedRoutes.namespaces", namespaces.From == "All" ? "from: All" : "an empty selector",
                    "Same, or a selector of namespaces", $"Routes of every namespace may attach to listener {listener.Name}.", Severity.Medium);
    }

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var service in view.Services.Selecting(workload.Namespace, workload.PodLabels))
            foreach (var route in view.Services.RoutesTo(service))
            {
                var name = $"{route.Kind}/{route.Namespace}/{route.Name}";
                if (RouteAuth.InternalBecause(route) is { } inside)
                    judgement.Note(name, inside, "The route is internal.");
                else if (view.Policy.IsEdge(workload.Namespace, workload.Object.Name) || view.Policy.IsEdge(service.Namespace, service.Name)
                    || view.Policy.IsEdge(route.Namespace, route.Name))
                    judgement.Note(name, "declared as edge", "Meant to be published.");
                else
                    judgement.Fail(name, $"leads to Service {service.Name}", "declared as edge, or no route", $"{workload.Object.Name} is published by {route.Kind} {route.Name}.");
            }
    }
}
