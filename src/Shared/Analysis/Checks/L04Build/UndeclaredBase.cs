using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>L4-IMG-BASE-DECLARED: a running image does not say by name and digest what it was built on. An image from scratch has no base.</summary>
internal sealed class UndeclaredBase : ImageFactsCheck
{
    internal const string NameLabel = "org.opencontainers.image.base.name";
    internal const string DigestLabel = "org.opencontainers.image.base.digest";

    public override string Id => "L4-IMG-BASE-DECLARED";

    protected override void Evaluate(RunningImage image, ImageFactsData facts, Workload workload, ClusterView view, Judgement judgement)
    {
        if (facts.Labels is not { } labels)
            Unknown(image, view, judgement);
        else if (labels[NameLabel] == "scratch")
            judgement.Exempt($"Container {image.Container}: the image is built from scratch.");
        else if (Missing(labels) is { Length: > 0 } missing)
            judgement.Fail(image.Path, $"{missing} absent", $"{NameLabel} and {DigestLabel}", $"Container {image.Container}: its image does not say what it was built on ({facts.Source}).");
    }

    private static string Missing(StringMap labels) =>
        string.Join(" and ", new[] { NameLabel, DigestLabel }.Where(label => string.IsNullOrEmpty(labels[label])));
}
