using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L02Content;

/// <summary>L2-IMG-PUBLISHER-UNKNOWN: host and repository lie under an entry of the catalogue, on whole path segments; an empty catalogue is not assessed.</summary>
internal sealed class UnknownPublisher : ImageCheck
{
    public override string Id => "L2-IMG-PUBLISHER-UNKNOWN";

    protected override void Evaluate(ContainerView container, ImageReference image, ClusterView view, Judgement judgement)
    {
        if (view.Policy.CataloguedPublishers.Count == 0)
        {
            judgement.NotAssessed("No publisher is catalogued; list the repositories you build or have reviewed in the policy (cataloguedPublishers).");
            return;
        }
        foreach (var publisher in view.Policy.CataloguedPublishers)
            if (image.IsUnder(publisher))
                return;
        judgement.Fail(container.At("image"), container.Container.Image!, "a repository under a catalogued publisher",
            $"Nobody has vouched for {image.Repository}, which container {container.Container.Name} runs.");
    }
}
