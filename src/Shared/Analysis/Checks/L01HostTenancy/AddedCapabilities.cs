using System.Collections.Frozen;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-CAP-NONDEFAULT-ADD: capabilities added beyond those that runtimes give by default (PSS baseline "capabilities_baseline"). Compared as written: Pod
/// Security refuses other spellings too.
/// </summary>
internal sealed class AddedCapabilities : WorkloadCheck
{
    private static readonly FrozenSet<string> Allowed = FrozenSet.Create(StringComparer.Ordinal,
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT");

    public override string Id => "L1-CTR-CAP-NONDEFAULT-ADD";

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        foreach (var container in pod.Containers())
        {
            var added = container.Container.SecurityContext?.Capabilities?.Add ?? [];
            for (var i = 0; i < added.Count; i++)
                if (!Allowed.Contains(added[i]))
                    judgement.Fail(container.At($"securityContext.capabilities.add[{i}]"), added[i], "a capability of the baseline set, or none",
                        $"Container {container.Container.Name} gets a capability that runtimes do not give by default.");
        }
    }
}
