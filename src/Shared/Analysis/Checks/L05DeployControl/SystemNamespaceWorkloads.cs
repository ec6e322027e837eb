using Posture.Analysis.Catalogue;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-NS-SYSTEM: the system namespaces run known components of Kubernetes and its distributions only, recognised by the repository of every image. Policy engines
/// often leave these namespaces out.
/// </summary>
internal sealed class SystemNamespaceWorkloads : WorkloadCheck
{
    public override string Id => "L5-NS-SYSTEM";

    protected override bool Concerns(Workload workload, ClusterView view) => view.IsSystem(workload.Namespace);

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.Spec.Containers.Count == 0)
            judgement.Fail(pod.At("containers"), "none", "an image of a known component", "Nothing says what the pod is.");
        foreach (var container in pod.Containers())
            if (view.ImageOf(container.Container.Image) is not { } image)
                judgement.Fail(container.At("image"), container.Container.Image ?? "absent", "an image of a known component", "The image has no readable name.");
            else if (!SystemComponents.Knows(image) && !image.IsUnderAny(view.Policy.InfrastructureImages))
                judgement.Fail(container.At("image"), container.Container.Image!, "an image of a known component",
                    $"Container {container.Container.Name} is no known component of the cluster; policies often do not look here.");
    }
}
