using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-IMG-REBUILD-AGE: a running image was built longer ago than agreed. Without facts the ReplicaSet speaks for an image that is pinned by digest: it cannot be
/// younger than the ReplicaSet that names it. A date of 1980 or before is that of a reproducible build and says nothing.
/// </summary>
internal sealed class StaleBuild : ImageFactsCheck
{
    private const string CreatedLabel = "org.opencontainers.image.created";
    private const int FirstRealYear = 1981;

    public override string Id => "L4-IMG-REBUILD-AGE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ImageFacts>(), .. Kinds<ReplicaSet>()];

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (view.FactsOf(image.Digest) is null && SetOf(image, workload, view) is { Metadata.CreationTimestamp: { } named } set && IsOld(named, workload, view))
            judgement.Fail(image.Path, $"before {named:yyyy-MM-dd}", $"built within {DaysOf(workload, view)} days",
                $"Container {image.Container}: ReplicaSet {set.Name} has named this digest since {named:yyyy-MM-dd}, so it is older still.");
        else
            base.Evaluate(image, workload, view, judgement);
    }

    protected override void Evaluate(RunningImage image, ImageFactsData facts, Workload workload, ClusterView view, Judgement judgement)
    {
        var created = facts.Created is { Year: >= FirstRealYear } ? facts.Created : LabelOf(facts) ?? facts.Created;
        if (created is not { } at)
            Unknown(image, view, judgement);
        else if (at.Year < FirstRealYear)
            judgement.NotAssessed($"Container {image.Container}: the image carries the date of a reproducible build ({at:yyyy-MM-dd}), so its age is unknown.");
        else if (IsOld(at, workload, view))
            judgement.Fail(image.Path, $"{at:yyyy-MM-dd}", $"built within {DaysOf(workload, view)} days",
                $"Container {image.Container}: its image was built {(int)(view.Now - at).TotalDays} days ago ({facts.Source}).");
    }

    private static DateTimeOffset? LabelOf(ImageFactsData facts) =>
        DateTimeOffset.TryParse(facts.Labels?[CreatedLabel], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static int DaysOf(Workload workload, ClusterView view) =>
        view.Policy.IsEdge(workload.Namespace, workload.Object.Name) ? view.Policy.EdgeRebuildDays : view.Policy.RebuildDays;

    private static bool IsOld(DateTimeOffset at, Workload workload, ClusterView view) => (view.Now - at).TotalDays > DaysOf(workload, view);

    private static ReplicaSet? SetOf(RunningImage image, Workload workload, ClusterView view)
    {
        if (!workload.Template.Containers().Any(container => container.Container.Name == image.Container && container.Container.Image?.EndsWith(image.Digest, StringComparison.Ordinal) == true))
            return null;
        return workload.Object as ReplicaSet ?? workload.Pods.SelectMany(pod => pod.Metadata.OwnerReferences).Where(owner => owner.Kind == "ReplicaSet")
            .Select(owner => view.Inventory.Find<ReplicaSet>(workload.Namespace, owner.Name)).FirstOrDefault(set => set is not null);
    }
}
