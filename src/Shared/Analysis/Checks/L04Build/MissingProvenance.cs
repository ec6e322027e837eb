using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>L4-IMG-PROVENANCE: no SLSA provenance of a running digest, or one of a builder that the policy does not trust.</summary>
internal sealed class MissingProvenance : ImageFactsCheck
{
    private const string Slsa = "https://slsa.dev/provenance/";

    public override string Id => "L4-IMG-PROVENANCE";

    protected override void Evaluate(RunningImage image, ImageFactsData facts, Workload workload, ClusterView view, Judgement judgement)
    {
        if (facts.Attestations is not { } attestations)
        {
            Unknown(image, view, judgement);
            return;
        }
        var provenances = attestations.Where(one => !one.IsOfOthers && one.PredicateType.StartsWith(Slsa, StringComparison.Ordinal)).ToList();
        if (provenances.Count == 0)
            judgement.Fail(image.Path, "absent", "SLSA provenance of the digest", $"Container {image.Container}: nothing says how its image was built ({facts.Source}).");
        else if (provenances.Find(one => IsTrusted(one.Builder, view.Policy.TrustedBuilders)) is { } trusted)
            judgement.Note(image.Path, trusted.Builder!, $"Provenance of container {image.Container}'s image by a trusted builder.");
        else if (view.Policy.TrustedBuilders.Count == 0)
            judgement.NotAssessed($"Provenance by {provenances[0].Builder ?? "an unnamed builder"}; the policy names no trusted builders to compare with.");
        else
            judgement.Fail(image.Path, provenances[0].Builder ?? "no builder.id", "a trusted builder", $"Container {image.Container}: its image was built by a builder that the policy does not trust.");
    }

    /// <summary>The id itself, or below a prefix that ends in a slash, so that a longer name does not pass for it.</summary>
    private static bool IsTrusted(string? builder, IReadOnlyList<string> trusted) => builder is not null
        && trusted.Any(known => builder == known || (known.EndsWith('/') && builder.StartsWith(known, StringComparison.Ordinal)));
}
