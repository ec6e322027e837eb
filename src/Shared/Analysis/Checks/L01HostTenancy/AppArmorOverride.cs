using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-CTR-APPARMOR: no field or annotation switches AppArmor off (PSS baseline "appArmorProfile"); absent is the runtime's default.</summary>
internal sealed class AppArmorOverride : WorkloadCheck
{
    private const string Field = "securityContext.appArmorProfile.type";
    private const string Annotation = "container.apparmor.security.beta.kubernetes.io/";
    private const string Expected = "RuntimeDefault, Localhost or absent";

    public override string Id => "L1-CTR-APPARMOR";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows)
        {
            judgement.NotApplicable("Windows has no AppArmor.");
            return;
        }
        if (IsBad(pod.Spec.SecurityContext?.AppArmorProfile))
            judgement.Fail(pod.At(Field), pod.Spec.SecurityContext!.AppArmorProfile!.Type ?? "absent", Expected, "The pod switches AppArmor off for its containers.");
        foreach (var container in pod.Containers())
            if (IsBad(container.Container.SecurityContext?.AppArmorProfile))
                judgement.Fail(container.At(Field), container.Container.SecurityContext!.AppArmorProfile!.Type ?? "absent", Expected,
                    $"Container {container.Container.Name} runs without AppArmor.");
        foreach (var (key, value) in pod.Metadata.Annotations)
            if (key.StartsWith(Annotation, StringComparison.Ordinal) && value is not ("" or "runtime/default") && !value.StartsWith("localhost/", StringComparison.Ordinal))
                judgement.Fail($"metadata.annotations[{key}]", value, "runtime/default or localhost/…", "An annotation switches AppArmor off.");
    }

    private static bool IsBad(AppArmorProfile? profile) => profile is not null and not { Type: "RuntimeDefault" or "Localhost" };
}
