using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-NODE-OS-RUNTIME: the container runtime of a node is one that gets fixes, the nodes of a pool are alike in system, kernel and runtime, and the system is made
/// for containers (low). Ends of support: containerd 1.6 in August 2025, 1.7 in September 2026; the Docker shim with Kubernetes 1.24.
/// </summary>
internal sealed class NodeRuntime : ObjectCheck<Node>
{
    private static readonly (int Minor, DateOnly End)[] Containerd = [(6, new(2025, 8, 23)), (7, new(2026, 9, 30))];
    private static readonly string[] General = ["Ubuntu", "Debian", "CentOS", "Red Hat Enterprise Linux ", "Rocky", "AlmaLinux", "Oracle Linux", "SUSE Linux", "Amazon Linux"];

    public override string Id => "L1-NODE-OS-RUNTIME";

    /// <summary>Other nodes of the pool.</summary>
    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Node>()];

    protected override void Evaluate(Node item, ClusterView view, Judgement judgement)
    {
        var info = item.Status.NodeInfo;
        if (info.ContainerRuntimeVersion.Length == 0)
        {
            judgement.NotAssessed("The node does not report its runtime.");
            return;
        }
        if (EndOf(info.ContainerRuntimeVersion) is { } end && end < DateOnly.FromDateTime(view.Now.UtcDateTime))
            judgement.Fail("status.nodeInfo.containerRuntimeVersion", info.ContainerRuntimeVersion, "a runtime that gets fixes",
                string.Create(CultureInfo.InvariantCulture, $"The runtime has had no fixes since {end:yyyy-MM}."));
        if (view.NodePools.Of(item) is { } pool && (NodePools.SystemOf(item) == NodePools.SystemOf(pool.First) ? pool.Other : pool.First) is { } other)
            judgement.Fail("status.nodeInfo", NodePools.SystemOf(item), NodePools.SystemOf(other),
                $"Node {other.Name} of the same pool runs something else: one of them missed an update.");
        if (Array.Exists(General, name => info.OsImage.StartsWith(name, StringComparison.Ordinal)))
            judgement.Fail("status.nodeInfo.osImage", info.OsImage, "a system made for containers", "A general distribution brings programs that no container needs.", Severity.Low);
    }

    /// <summary>Last day of fixes of a runtime; null when it is not known to have one.</summary>
    private static DateOnly? EndOf(string runtime)
    {
        if (runtime.StartsWith("docker://", StringComparison.Ordinal))
            return new DateOnly(2022, 5, 3);
        const string Scheme = "containerd://1.";
        if (!runtime.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var digits = runtime.AsSpan(Scheme.Length);
        var stop = digits.IndexOf('.');
        if (!int.TryParse(stop < 0 ? digits : digits[..stop], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            return null;
        foreach (var (row, end) in Containerd)
            if (minor <= row)
                return end;
        return null;
    }
}
