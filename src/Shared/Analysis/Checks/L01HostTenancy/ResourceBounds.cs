using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-RESOURCES: requests and limits of CPU and memory, from the container, the pod or a LimitRange of the namespace. A missing memory limit weighs as the
/// control does, the other three are low (catalogue weights 3, 3, 2). Ephemeral containers cannot set resources.
/// </summary>
internal sealed class ResourceBounds : WorkloadCheck
{
    public override string Id => "L1-CTR-RESOURCES";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<LimitRange>()];

    public override bool DecidesWithoutReads => true;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        Judge("limits", "memory", null, workload, pod, view, judgement);
        Judge("requests", "memory", Severity.Low, workload, pod, view, judgement);
        Judge("requests", "cpu", Severity.Low, workload, pod, view, judgement);
        Judge("limits", "cpu", Severity.Low, workload, pod, view, judgement);
    }

    private void Judge(string bound, string resource, Severity? severity, Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (IsPositive(Of(pod.Spec.Resources, bound)[resource]))
            return;
        foreach (var container in pod.Containers())
        {
            var own = Of(container.Container.Resources, bound)[resource];
            if (container.Role == ContainerRole.Ephemeral || IsPositive(own))
                continue;
            if (!view.Inventory.Covers(Reads[0]))
                judgement.NotAssessed("LimitRange could not be read, so whether the namespace gives defaults is unknown.");
            else if (own is not null || !IsPositive(Given(bound, resource, workload.Namespace, view)))
                judgement.Fail(container.At(judgement.Text($"resources.{bound}.{resource}")), own ?? "absent", "a quantity above 0",
                    $"Container {container.Container.Name} has no {resource} {bound.AsSpan(..^1)}.", severity);
        }
    }

    private static StringMap Of(ResourceRequirements? resources, string bound) =>
        (bound == "limits" ? resources?.Limits : resources?.Requests) ?? StringMap.Empty;

    private static string? Given(string bound, string resource, string ns, ClusterView view) =>
        bound == "limits" ? view.ContainerDefaults.Limit(ns, resource) : view.ContainerDefaults.Request(ns, resource);

    /// <summary>Whether the number in front of the suffix has a digit other than 0; the sign and the suffix do not matter for that.</summary>
    private static bool IsPositive(string? quantity)
    {
        foreach (var character in quantity ?? "")
            if (character is >= '1' and <= '9')
                return true;
            else if (character is not ('0' or '.' or '+'))
                return false;
        return false;
    }
}
