using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-SA-POD-TAKEOVER: the service account of a pod holds no right by which whoever takes over the pod takes over the cluster. Critical when the pod is also
/// reachable from outside the cluster.
/// </summary>
internal sealed class PodTakeover : WorkloadCheck
{
    public override string Id => "L6-SA-POD-TAKEOVER";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [.. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>(), .. Kinds<Service>(), .. ServiceIndex.RouteKinds];

    public override bool CrossNamespace => true;

    protected override bool TemplateOnly => true;

    /// <summary>Rights in a namespace matter in kube-system only.</summary>
    public override bool Heeds(KubeObject changed) => changed is not (Role or RoleBinding) || changed.Namespace == ControlPlaneFlags.Namespace;

    /// <summary>A Service or Ingress exposes pods of its own namespace.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is not (Service or Ingress);

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        Severity? severity = null;
        var looked = false;
        foreach (var grant in view.Access.OfServiceAccount(workload.Namespace, workload.ServiceAccountName))
            if (TakeoverRights.Of(grant) is { } right)
            {
                if (!looked && IsExposed(workload, view))
                    severity = Severity.Critical;
                looked = true;
                judgement.Fail(pod.At("serviceAccountName"), $"{workload.ServiceAccountName}: {right}", grant.Subject.Kind == "Group" ? "no such right for a group of accounts" : "a role with the rights the program needs",
                    $"{grant.Binding.Kind} {grant.Binding.Name} grants it{(severity is null ? "" : ", and the pod is reachable from outside")}.", severity);
            }
    }

    private static bool IsExposed(Workload workload, ClusterView view)
    {
        foreach (var service in view.Services.Selecting(workload.Namespace, workload.PodLabels))
            if (service.Spec.Type == "NodePort" || ServiceExposure.IsOpenLoadBalancer(service)
                || view.Services.RoutesTo(service).Any(route => RouteAuth.InternalBecause(route) is null))
                return true;
        return workload.Template.Containers().Any(container => container.Container.Ports.Any(port => port.HostPort > 0));
    }
}
