using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-RUN-AS-NONROOT: every container resolves to runAsNonRoot true and nothing says false (PSS restricted "runAsNonRoot"; rules R4, R6). A UID above 0
/// without the guard passes with a note; a pod without any security context is one place, not one for each container.
/// </summary>
internal sealed class NonRoot : WorkloadCheck
{
    private const string Field = "securityContext.runAsNonRoot";

    public override string Id => "L1-CTR-RUN-AS-NONROOT";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.HostUsers == false && view.IsAtLeast(35))
        {
            judgement.NotApplicable("The pod has its own user namespace: its root is an ordinary user on the node (R6).");
            return;
        }
        var inherited = pod.Spec.SecurityContext;
        if (inherited?.RunAsNonRoot == false)
            judgement.Fail(pod.At(Field), "false", "true", "The pod allows its containers to run as root.");
        else if (inherited is null && HasNoContext(pod))
        {
            judgement.Fail(pod.At("securityContext"), "absent", "runAsNonRoot: true", "Neither the pod nor any container has a security context.");
            return;
        }
        foreach (var container in pod.Containers())
            Judge(container, judgement);
    }

    private static void Judge(ContainerView container, Judgement judgement)
    {
        var security = container.Security;
        var name = container.Container.Name;
        if (security.Own?.RunAsNonRoot == false)
            judgement.Fail(container.At(Field), "false", "true", $"Container {name} is allowed to run as root.");
        else if (security.RunAsNonRoot is not null)
            return; // true, or the pod's false, which is reported once at the pod
        else if (security.RunAsUser > 0)
            judgement.Note(container.At(Field), "absent", $"Container {name} sets UID {security.RunAsUser}, but the guard runAsNonRoot is missing.");
        else
            judgement.Fail(container.At(Field), "absent", "true here or at the pod", $"Nothing keeps container {name} from running as root.");
    }

    private static bool HasNoContext(PodView pod)
    {
        var any = false;
        foreach (var container in pod.Containers())
        {
            if (container.Container.SecurityContext is not null)
                return false;
            any = true;
        }
        return any;
    }
}
