using System.Globalization;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-RUN-EOL-COMPONENT: no workload runs an image of a component that its project has retired, and no kinds of KubeFed are installed. Images are compared by
/// the end of their repository, so that mirrors count; forks that a vendor maintains are named in the policy.
/// </summary>
internal sealed class RetiredComponent : WorkloadOrObjectCheck<CustomResourceDefinition>
{
    public override string Id => "L5-RUN-EOL-COMPONENT";

    protected override bool Concerns(CustomResourceDefinition item, ClusterView view) => RetiredComponents.OfGroup(item.Spec.GroupName) is not null;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (RetiredComponents.OfLabels(pod.Metadata.Labels) is { } labelled && labelled.Since <= Today(view))
            judgement.Fail("metadata.labels", "app: helm, name: tiller", labelled.Successor, Message(labelled), SeverityOf(labelled));
        foreach (var container in pod.Containers())
            if (view.ImageOf(container.Container.Image) is { } image && RetiredComponents.OfImage(image) is { } retired
                && retired.Since <= Today(view) && !IsSupportedFork(image, view))
                judgement.Fail(container.At("image"), container.Container.Image!, retired.Successor, Message(retired), SeverityOf(retired));
    }

    protected override void Evaluate(CustomResourceDefinition item, ClusterView view, Judgement judgement)
    {
        if (RetiredComponents.OfGroup(item.Spec.GroupName) is { } retired && retired.Since <= Today(view))
            judgement.Fail("spec.group", item.Spec.GroupName!, retired.Successor, Message(retired), SeverityOf(retired));
    }

    private static bool IsSupportedFork(ImageReference image, ClusterView view)
    {
        foreach (var fork in view.Policy.SupportedForks)
            if (image.IsUnder(fork))
                return true;
        return false;
    }

    private static DateOnly Today(ClusterView view) => DateOnly.FromDateTime(view.Now.UtcDateTime);

    private static string Message(RetiredRow retired) =>
        string.Create(CultureInfo.InvariantCulture, $"{retired.Name} has had no fixes since {retired.Since:yyyy-MM}.");

    private static Severity? SeverityOf(RetiredRow retired) => retired.Critical ? Severity.Critical : null;
}
