using Posture.Analysis.Indexes;
using Posture.Analysis.PodSecurity;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-PSA-VIOLATIONS: every live pod of the namespace meets the level and version its label enforces. Admission looks at new pods only and has exemptions that the
/// API does not show: this is where both come to light.
/// </summary>
internal sealed class RunningViolations : NamespaceCheck
{
    public override string Id => "L5-PSA-VIOLATIONS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. WorkloadKinds];

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        var level = ns.Metadata.Labels[PodSecurityLevels.EnforceLabel];
        if (level is not ("baseline" or "restricted"))
        {
            judgement.NotApplicable("The namespace declares no level that could be violated; see L5-PSA-ENFORCED.");
            return;
        }
        var evaluator = new PodSecurityEvaluator(level == "baseline" ? PodSecurityLevel.Baseline : PodSecurityLevel.Restricted,
            MinorOf(ns.Metadata.Labels[$"{PodSecurityLevels.EnforceLabel}-version"], view));
        var pods = 0;
        foreach (var workload in view.Workloads.InNamespace(ns.Name).OrderBy(workload => workload.Ref.Kind, StringComparer.Ordinal).ThenBy(workload => workload.Ref.Name, StringComparer.Ordinal))
            foreach (var pod in workload.Pods)
            {
                pods++;
                var violated = evaluator.Evaluate(pod.Metadata, pod.Spec);
                if (violated.Count > 0)
                    judgement.Fail($"Pod/{pod.Name}", string.Join(", ", violated.Select(one => one.Check)), $"level {level}",
                        $"Pod {pod.Name} runs below the level that {ns.Name} enforces.");
            }
        if (pods == 0)
            judgement.NotApplicable("No live pod in this namespace.");
    }

    /// <summary>A missing label, like <c>latest</c>, is the version of the server.</summary>
    private static int MinorOf(string? version, ClusterView view) =>
        (version == "latest" ? null : PodSecurityEvaluator.MinorOf(version)) ?? ClusterView.MinorOf(view.Inventory.ServerVersion) ?? PodSecurityEvaluator.Newest;
}
