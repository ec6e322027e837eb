using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>
/// L2-CTR-SSH-PORT: TCP 22 at a container, or 22 or 2222 at a Service (Kubescape C-0042). A Service counts against the workloads it selects; one without
/// a selector is judged itself. Namespaces of git servers are out.
/// </summary>
internal sealed class SshPort : WorkloadOrObjectCheck<Service>
{
    private static readonly KindRef ServiceKind = Kinds<Service>().First();

    public override string Id => "L2-CTR-SSH-PORT";

    public override IReadOnlyList<KindRef> Reads { get; } = [ServiceKind];

    public override bool DecidesWithoutReads => true;

    protected override bool Concerns(Service item, ClusterView view) => item.Spec.Selector.Count == 0 && item.Spec.Type != "ExternalName";

    protected override void Evaluate(Service item, ClusterView view, Judgement judgement) => Judge(item, isSubject: true, view, judgement);

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (IsGitServer(workload.Namespace, view, judgement))
            return;
        foreach (var container in pod.Containers())
            for (var i = 0; i < container.Container.Ports.Count; i++)
                if (container.Container.Ports[i] is { Port: 22, Protocol: null or "TCP" })
                    judgement.Fail(container.At($"ports[{i}].containerPort"), "22", "no SSH port", $"Container {container.Container.Name} offers SSH.");
        if (pod.IsLive)
            return;
        if (!view.Inventory.Covers(ServiceKind))
            judgement.NotAssessed("Service could not be read, so whether one offers SSH of this workload is unknown.");
        foreach (var service in view.Services.Selecting(workload.Namespace, workload.PodLabels))
            Judge(service, isSubject: false, view, judgement);
    }

    private static void Judge(Service service, bool isSubject, ClusterView view, Judgement judgement)
    {
        if (IsGitServer(service.Namespace, view, judgement))
            return;
        for (var i = 0; i < service.Spec.Ports.Count; i++)
            if (service.Spec.Ports[i] is { Protocol: null or "TCP" } port && (port.Port is 22 or 2222 || port.TargetPort is "22" or "2222"))
                judgement.Fail(isSubject ? $"spec.ports[{i}]" : $"Service/{service.Name}: spec.ports[{i}]", $"{port.Port} to {port.TargetPort ?? "the same port"}", "no SSH port", $"Service {service.Name} offers SSH.");
    }

    private static bool IsGitServer(string ns, ClusterView view, Judgement judgement)
    {
        if (!view.Policy.GitServerNamespaces.Contains(ns))
            return false;
        judgement.NotApplicable("The namespace is listed as a git server's.");
        return true;
    }
}
