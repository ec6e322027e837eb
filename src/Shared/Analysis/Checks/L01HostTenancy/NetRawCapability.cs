using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>L1-CTR-CAP-NET-RAW: runtimes grant NET_RAW by default, so it has to be dropped (itself or ALL) and not added back.</summary>
internal sealed class NetRawCapability : WorkloadCheck
{
    private const string Name = "NET_RAW";

    public override string Id => "L1-CTR-CAP-NET-RAW";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows)
        {
            judgement.NotApplicable("Windows has no Linux capabilities (R5).");
            return;
        }
        foreach (var container in pod.Containers())
        {
            Capabilities? capabilities = container.Container.SecurityContext?.Capabilities;
            if (LinuxCapability.Covers(capabilities?.Add ?? [], Name))
                judgement.Fail(container.At("securityContext.capabilities.add"), string.Join(", ", capabilities!.Add), "without NET_RAW and ALL",
                    $"Container {container.Container.Name} is given raw sockets.");
            else if (!LinuxCapability.Covers(capabilities?.Drop ?? [], Name))
                judgement.Fail(container.At("securityContext.capabilities.drop"), capabilities is { Drop.Count: > 0 } ? string.Join(", ", capabilities.Drop) : "absent",
                    "ALL or NET_RAW", $"Container {container.Container.Name} keeps raw sockets, which runtimes grant by default.");
        }
    }
}
