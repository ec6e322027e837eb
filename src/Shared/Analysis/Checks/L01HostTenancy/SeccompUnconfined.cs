using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-SECCOMP-UNCONFINED: a bad value at pod level fails even where every container overrides it (PSS baseline "seccompProfile"). Up to Kubernetes 1.18 the
/// annotations of the alpha feature count as well.
/// </summary>
internal sealed class SeccompUnconfined : WorkloadCheck
{
    private const string Field = "securityContext.seccompProfile.type";
    private const string Expected = "RuntimeDefault, Localhost or absent";
    private const string PodAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
    private const string ContainerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

    public override string Id => "L1-CTR-SECCOMP-UNCONFINED";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (IsBad(pod.Spec.SecurityContext?.SeccompProfile, out var type))
            judgement.Fail(pod.At(Field), type, Expected, "The pod switches the system call filter off for its containers.");
        foreach (var container in pod.Containers())
            if (IsBad(container.Container.SecurityContext?.SeccompProfile, out var own))
                judgement.Fail(container.At(Field), own, Expected, $"Container {container.Container.Name} runs without a system call filter.");
        if (!view.IsAtLeast(19))
            JudgeAnnotations(pod, judgement);
    }

    private static bool IsBad(SeccompProfile? profile, out string type)
    {
        type = profile?.Type ?? "absent";
        return profile is not null and not { Type: "RuntimeDefault" or "Localhost" };
    }

    private static void JudgeAnnotations(PodView pod, Judgement judgement)
    {
        foreach (var (key, value) in pod.Metadata.Annotations)
            if ((key == PodAnnotation || key.StartsWith(ContainerAnnotation, StringComparison.Ordinal))
                && value is not ("runtime/default" or "docker/default") && !value.StartsWith("localhost/", StringComparison.Ordinal))
                judgement.Fail($"metadata.annotations[{key}]", value, "runtime/default or localhost/…", "An annotation switches the system call filter off.");
    }
}
