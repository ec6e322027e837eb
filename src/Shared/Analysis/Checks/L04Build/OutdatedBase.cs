using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>L4-IMG-BASE-OUTDATED: a running image stands on a base that was replaced longer ago than agreed.</summary>
internal sealed class OutdatedBase : ImageFactsCheck
{
    public override string Id => "L4-IMG-BASE-OUTDATED";

    protected override void Evaluate(RunningImage image, ImageFactsData facts, Workload workload, ClusterView view, Judgement judgement)
    {
        var name = facts.Base?.Name ?? facts.Labels?[UndeclaredBase.NameLabel];
        var digest = facts.Base?.Digest ?? facts.Labels?[UndeclaredBase.DigestLabel];
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(digest))
            judgement.NotAssessed($"Container {image.Container}: the base of its image is not declared.");
        else if (facts.Base?.Current is not { Length: > 0 } current)
            judgement.NotAssessed($"Container {image.Container}: the registry was not asked what {name} is now.");
        else if (current == digest)
            judgement.Note(image.Path, digest, $"{name} has not changed since.");
        else if (facts.Base.CurrentSince is not { } since)
            judgement.NotAssessed($"Container {image.Container}: {name} has changed, and since when is not known.");
        else if ((view.Now - since).TotalDays > view.Policy.BaseDays)
            judgement.Fail(image.Path, digest, current, $"Container {image.Container} stands on a {name} that was replaced {(int)(view.Now - since).TotalDays} days ago.");
        else
            judgement.Note(image.Path, digest, $"{name} was replaced {(int)(view.Now - since).TotalDays} days ago; {view.Policy.BaseDays} are agreed.");
    }
}
