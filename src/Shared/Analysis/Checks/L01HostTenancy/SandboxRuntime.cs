using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-POD-SANDBOX-RUNTIME: what the policy's label marks as untrusted, a namespace or the pod itself, runs in a sandbox: its runtime class has a handler of
/// gVisor, Kata or Firecracker.
/// </summary>
internal sealed class SandboxRuntime : WorkloadCheck
{
    private static readonly string[] Handlers = ["runsc", "gvisor", "kata", "firecracker"];

    public override string Id => "L1-POD-SANDBOX-RUNTIME";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<RuntimeClass>(), .. Kinds<Namespace>()];

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (!IsMarked(pod.Metadata.Labels, view) && !IsMarked(view.NamespaceOf(workload.Namespace)?.Metadata.Labels ?? StringMap.Empty, view))
        {
            judgement.NotApplicable($"Neither the pod nor its namespace carries {view.Policy.UntrustedLabel}.");
            return;
        }
        var named = pod.Spec.RuntimeClassName;
        if (string.IsNullOrEmpty(named))
            judgement.Fail(pod.At("runtimeClassName"), "absent", "a sandboxed runtime class", "Untrusted code shares the kernel of the node with everybody else.");
        else if (view.Inventory.Find<RuntimeClass>("", named) is not { } runtime)
            judgement.NotAssessed($"RuntimeClass {named} is not among the objects read.");
        else if (!Handlers.Any(handler => runtime.Handler == handler || runtime.Handler.StartsWith($"{handler}-", StringComparison.Ordinal)))
            judgement.Fail($"RuntimeClass/{named}: handler", runtime.Handler, string.Join(", ", Handlers), "The handler is no sandbox that is known.");
    }

    private static bool IsMarked(StringMap labels, ClusterView view) => labels[view.Policy.UntrustedLabel] is not (null or "false");
}
