using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-POD-USER-NAMESPACE: a pod has users of its own (hostUsers: false) where Kubernetes (1.33 and later) and the runtime of its nodes can give it some. Pods
/// that share other namespaces with the host cannot.
/// </summary>
internal sealed class UserNamespace : WorkloadCheck
{
    private const int Since = 33;

    public override string Id => "L1-POD-USER-NAMESPACE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Node>(), .. Kinds<RuntimeClass>()];

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var spec = pod.Spec;
        if (pod.IsWindows)
            judgement.NotApplicable("Windows has no user namespaces.");
        else if (spec.HostNetwork == true || spec.HostPID == true || spec.HostIPC == true)
            judgement.NotApplicable("The pod shares a namespace with the host, which rules a user namespace out.");
        else if (spec.HostUsers != false)
            Judge(workload, pod, view, judgement);
    }

    private static void Judge(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        var handler = "";
        if (pod.Spec.RuntimeClassName is { Length: > 0 } name)
        {
            if (view.Inventory.Find<RuntimeClass>("", name) is not { } runtime)
            {
                judgement.NotAssessed($"RuntimeClass {name} is not among the objects read.");
                return;
            }
            handler = runtime.Handler;
        }
        if (view.ServerMinor is < Since)
            judgement.NotApplicable("Kubernetes before 1.33 has user namespaces off by default.");
        else if (view.UserNamespaces.Nodes == 0)
            judgement.NotAssessed("No Linux node is among the objects read, so whether the runtime has user namespaces is unknown.");
        else if (!view.UserNamespaces.Supports(workload, handler))
            judgement.NotApplicable("A node of the pod does not report user namespaces for its runtime.");
        else
            judgement.Fail(pod.At("hostUsers"), pod.Spec.HostUsers is null ? "absent (true)" : "true", "false",
                "Root in the container is root on the node, should it break out.");
    }
}
