using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-DASHBOARD-EXPOSED: an administrative console is reached from inside only or behind single sign-on, asks who is there, and does not run as cluster-admin.
/// </summary>
internal sealed class ExposedConsole : WorkloadCheck
{
    public override string Id => "L9-DASHBOARD-EXPOSED";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [.. Kinds<Service>(), .. ServiceIndex.RouteKinds, .. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    public override bool CrossNamespace => true;

    protected override bool TemplateOnly => true;

    protected override bool Concerns(Workload workload, ClusterView view) => ConsoleKind.Of(workload, view) is not null;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var console = ConsoleKind.Of(workload, view)!;
        var open = console.OpenBecause(pod);
        Severity? severity = open is null ? null : Severity.Critical;
        var why = open is null ? "" : $" and {open}";
        foreach (var service in view.Services.Selecting(workload.Namespace, workload.PodLabels))
        {
            if (service.Spec.Type == "NodePort" || ServiceExposure.IsOpenLoadBalancer(service) || service.Spec.ExternalIPs.Count > 0)
                judgement.Fail($"Service/{service.Namespace}/{service.Name}: spec.type", service.Spec.Type ?? "ClusterIP with externalIPs", "ClusterIP",
                    $"{console.Name} is reachable from outside the cluster{why}.", severity);
            foreach (var route in view.Services.RoutesTo(service))
                if (RouteAuth.InternalBecause(route) is { } inside)
                    judgement.Note($"{route.Kind}/{route.Namespace}/{route.Name}", inside, "The route is internal.");
                else if (RouteAuth.Of(route) is { } auth)
                    judgement.Note($"{route.Kind}/{route.Namespace}/{route.Name}", auth, "The route asks for sign-on.");
                else
                    judgement.Fail($"{route.Kind}/{route.Namespace}/{route.Name}", "public route", "an internal route or single sign-on in front",
                        $"{console.Name} is published{why}.", severity);
        }
        foreach (var grant in view.Access.OfServiceAccount(workload.Namespace, workload.ServiceAccountName))
            if (grant.Namespace is null && view.Access.BindingOf(grant.Binding).IsClusterAdmin)
                judgement.Fail(pod.At("serviceAccountName"), workload.ServiceAccountName, "a role with the rights it needs",
                    $"{console.Name} runs as cluster-admin by {grant.Binding.Kind} {grant.Binding.Name}.", Severity.Critical);
    }
}
