using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-CTR-CAP-DROP-ALL: every container drops ALL and adds back NET_BIND_SERVICE at most (PSS restricted); not for Windows pods (rule R5).</summary>
internal sealed class DefaultCapabilities : WorkloadCheck
{
    public override string Id => "L1-CTR-CAP-DROP-ALL";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows && view.IsAtLeast(25))
        {
            judgement.NotApplicable("Windows pods have no Linux capabilities.");
            return;
        }
        foreach (var container in pod.Containers())
        {
            var held = container.Container.SecurityContext?.Capabilities;
            if (held?.Drop.Contains("ALL") != true)
                judgement.Fail(container.At("securityContext.capabilities.drop"), held is null or { Drop.Count: 0 } ? "absent" : string.Join(',', held.Drop), "[ALL]",
                    $"Container {container.Container.Name} keeps the capabilities that the runtime gives by default.");
            for (var i = 0; i < (held?.Add.Count ?? 0); i++)
                if (held!.Add[i] != "NET_BIND_SERVICE")
                    judgement.Fail(container.At($"securityContext.capabilities.add[{i}]"), held.Add[i], "NET_BIND_SERVICE or nothing",
                        $"Container {container.Container.Name} adds a capability back.");
        }
    }
}
