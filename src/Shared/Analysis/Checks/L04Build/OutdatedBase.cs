using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-IMG-BASE-OUTDATED: a running image stands on a base that was replaced longer ago than agreed. The base is the one that it declares, else the nearest known image whose layers
/// it begins with.
/// </summary>
internal sealed class OutdatedBase : ImageFactsCheck
{
    public override string Id => "L4-IMG-BASE-OUTDATED";

    protected override void Evaluate(RunningImage image, ImageFactsData facts, Workload workload, ClusterView view, Judgement judgement)
    {
        var name = facts.Base?.Name ?? facts.Labels?[UndeclaredBase.NameLabel];
        var digest = facts.Base?.Digest ?? facts.Labels?[UndeclaredBase.DigestLabel];
        if (!string.IsNullOrEmpty(name) && !string.IsNullOrEmpty(digest))
            Evaluate(image, name, digest, facts.Base?.Current, facts.Base?.CurrentSince, "declared", view, judgement);
        else if (facts.Ancestors?.LastOrDefault(ancestor => ancestor.Layers is not null) is { } nearest)
            Evaluate(image, NameOf(nearest), nearest.Digest, nearest.Current, nearest.CurrentSince, "known by its layers", view, judgement);
        else
            judgement.NotAssessed($"Container {image.Container}: the base of its image is not declared, and its layers are not known to be those of another.");
    }

    private static void Evaluate(RunningImage image, string name, string digest, string? now, DateTimeOffset? at, string how, ClusterView view, Judgement judgement)
    {
        if (now is not { Length: > 0 } current)
            judgement.NotAssessed($"Container {image.Container}: the registry was not asked what {name} is now.");
        else if (current == digest)
            judgement.Note(image.Path, digest, $"{name}, {how}, has not changed since.");
        else if (at is not { } since)
            judgement.NotAssessed($"Container {image.Container}: {name} has changed, and since when is not known.");
        else if ((view.Now - since).TotalDays > view.Policy.BaseDays)
            judgement.Fail(image.Path, digest, current, $"Container {image.Container} stands on a {name} ({how}) that was replaced {(int)(view.Now - since).TotalDays} days ago.");
        else
            judgement.Note(image.Path, digest, $"{name}, {how}, was replaced {(int)(view.Now - since).TotalDays} days ago; {view.Policy.BaseDays} are agreed.");
    }

    private static string NameOf(ImageAncestor ancestor) => ancestor.Tag is { } tag ? $"{ancestor.Repository}:{tag}" : ancestor.Repository;
}
