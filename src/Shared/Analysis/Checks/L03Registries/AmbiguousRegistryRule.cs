using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-REG-POLICY-AMBIGUOUS: an allowed prefix that does not end in a delimiter also allows look-alikes: <c>registry.example.com</c> takes
/// <c>registry.example.com.evil.io</c> (Trivy KSV-0124).
/// </summary>
internal sealed class AmbiguousRegistryRule : ObjectCheck<GenericObject>
{
    public override string Id => "L3-REG-POLICY-AMBIGUOUS";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
        [new("constraints.gatekeeper.sh", "K8sAllowedRepos"), new("constraints.gatekeeper.sh", "K8sAllowedReposv2"), new("kyverno.io", "ClusterPolicy")];

    protected override bool Concerns(GenericObject item, ClusterView view) => item.Kind != "ClusterPolicy" || Patterns(item).Any();

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        if (item.Kind == "K8sAllowedRepos")
        {
            var i = 0;
            foreach (var repo in item.Spec.Field("parameters", "repos").Items())
                Judge($"spec.parameters.repos[{i++}]", repo.Text() ?? "", judgement);
            return;
        }
        if (item.Kind == "K8sAllowedReposv2")
        {
            // Names whole images; only one that ends in * is a prefix.
            foreach (var (i, image) in item.Spec.Field("parameters", "allowedImages").Texts().Index())
                if (image.EndsWith('*'))
                    Judge($"spec.parameters.allowedImages[{i}]", image[..^1], judgement);
            return;
        }
        foreach (var (path, pattern) in Patterns(item))
            foreach (var part in RuleText.Alternatives(pattern))
                if (!part.StartsWith('!'))
                    JudgePattern(path, part, judgement);
    }

    /// <summary>Kyverno: open-ended at its first wildcard; a wildcard in front lets any host pass that ends alike.</summary>
    private static void JudgePattern(string path, string pattern, Judgement judgement)
    {
        var wildcard = pattern.AsSpan().IndexOfAny('*', '?');
        if (wildcard == 0)
            judgement.Fail(path, pattern, "a pattern that begins with the registry host", $"A wildcard in front of the host lets any host into \"{pattern}\".");
        else if (wildcard > 0)
            Judge(path, pattern[..wildcard], judgement);
    }

    private static void Judge(string path, string prefix, Judgement judgement)
    {
        if (prefix.Length == 0 || prefix[^1] is not ('/' or ':' or '@') || (prefix[^1] == ':' && !prefix.Contains('/', StringComparison.Ordinal)))
            judgement.Fail(path, prefix.Length == 0 ? "\"\"" : prefix, "a prefix that ends in \"/\"",
                $"The allowed prefix \"{prefix}\" also takes names that only begin like it.");
    }

    private static IEnumerable<(string Path, string Pattern)> Patterns(GenericObject policy)
    {
        var i = 0;
        foreach (var rule in policy.Spec.Field("rules").Items())
            foreach (var found in RuleText.ImagePatterns(rule.Field("validate"), $"spec.rules[{i++}].validate"))
                if (RuleText.PatternLimitsSources(found.Pattern))
                    yield return found;
    }
}
