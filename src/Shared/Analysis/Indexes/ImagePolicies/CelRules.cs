using System.Text.Json;
using System.Text.RegularExpressions;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Image rules written in CEL: ValidatingAdmissionPolicy with its bindings, and Kyverno's ValidatingPolicy and ImageValidatingPolicy.</summary>
internal static class CelRules
{
    public static IEnumerable<ImageRule> Of(ValidatingAdmissionPolicy policy, IEnumerable<ValidatingAdmissionPolicyBinding> bindings)
    {
        var expressions = policy.Spec.Validations.Select(validation => validation.Expression)
            .Concat(policy.Spec.Variables.Select(variable => variable.Expression));
        if (!RuleText.LimitsSources(string.Join('\n', expressions)))
            yield break;
        foreach (var binding in bindings)
        {
            var denies = binding.Spec.ValidationActions.Contains("Deny");
            yield return new()
            {
                Source = policy,
                Path = $"bound by {binding.Name}",
                RestrictsSources = true,
                Enforcing = denies,
                Covers = ns => denies
                    ? PodScope.Covers(policy.Spec.MatchConstraints, binding.Spec.MatchResources, policy.Spec.MatchConditions.Count > 0, ns)
                    : false,
            };
        }
    }

    public static ImageRule Of(GenericObject policy)
    {
        var spec = policy.Spec;
        var denies = KyvernoPolicies.DeniesInCel(policy);
        var match = PodScope.Parse(spec.Field("matchConstraints"));
        var conditions = spec.Field("matchConditions").HasContent();
        var rule = new ImageRule
        {
            Source = policy,
            Path = "spec",
            Enforcing = denies,
            Covers = ns => denies && policy.Namespace is var own && (own.Length == 0 || own == ns.Name) ? PodScope.Covers(match, null, conditions, ns) : false,
        };
        return KyvernoPolicies.VerifiesImages(policy) ? Verification(rule, spec) : rule with { RestrictsSources = RuleText.LimitsSources(Expressions(spec)) };
    }

    private static ImageRule Verification(ImageRule rule, JsonElement? spec)
    {
        var references = spec.Field("matchImageReferences").Items().ToList();
        List<Regex> globs = [.. references.Select(item => item.Text("glob")).OfType<string>().Select(Glob.Text)];
        var expressions = references.Exists(item => item.Text("expression") is not null);
        return rule with
        {
            RestrictsSources = references.Exists(item => item.Text("glob") is { Length: > 0 } glob && glob.Trim('*', ':', '/').Length == 0),
            VerifiesSignatures = spec.Field("attestors").HasContent(),
            DemandsProvenance = spec.Field("attestations").Items()
                .Any(item => Provenance.IsType(item.Field("intoto")) || Provenance.IsType(item.Field("referrer"))),
            Matches = image => ImageNames.MatchesText(globs, image) ? true : expressions ? null : false,
        };
    }

    private static string Expressions(JsonElement? spec) => string.Join('\n', spec.Field("validations").Items().Concat(spec.Field("variables").Items())
        .Select(item => item.Text("expression")));
}
