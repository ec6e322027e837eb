using System.Text.Json;
using System.Text.RegularExpressions;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Image rules of kyverno.io ClusterPolicy and Policy: <c>validate</c> that tests an image, and <c>verifyImages</c>.</summary>
internal static class KyvernoRules
{
    public static IEnumerable<ImageRule> Of(GenericObject policy)
    {
        var index = 0;
        foreach (var rule in policy.Spec.Field("rules").Items())
        {
            var path = $"spec.rules[{index++}]";
            if (rule.Field("validate") is { ValueKind: JsonValueKind.Object } validate && LimitsSources(validate, path))
                yield return Rule(policy, rule, validate, $"{path}.validate", "failureActionOverrides") with { RestrictsSources = true };
            var entry = 0;
            foreach (var verify in rule.Field("verifyImages").Items())
                yield return Verification(policy, rule, verify, $"{path}.verifyImages[{entry++}]");
        }
    }

    private static bool LimitsSources(JsonElement? validate, string path)
    {
        var patterns = RuleText.ImagePatterns(validate.Field("pattern"), path)
            .Concat(RuleText.ImagePatterns(validate.Field("anyPattern"), path))
            .Concat(RuleText.ImagePatterns(validate.Field("foreach"), path)).ToList();
        return patterns.Count > 0
            ? patterns.Exists(found => RuleText.PatternLimitsSources(found.Pattern))
            : RuleText.LimitsSources(string.Concat(Raw(validate.Field("deny")), Raw(validate.Field("foreach")), Raw(validate.Field("cel"))));
    }

    private static ImageRule Verification(GenericObject policy, JsonElement? rule, JsonElement? verify, string path)
    {
        var texts = verify.Field("imageReferences").Texts().Concat(verify.Text("image") is { } single ? [single] : []).ToList();
        List<Regex> taken = [.. texts.Select(Glob.Text)];
        List<Regex> skipped = [.. verify.Field("skipImageReferences").Texts().Select(Glob.Text)];
        return Rule(policy, rule, verify, path, "") with
        {
            RestrictsSources = skipped.Count == 0 && texts.Exists(text => text.Trim('*', ':', '/').Length == 0),
            VerifiesSignatures = verify.Field("required").Flag() != false
                && (verify.Field("attestors").HasContent() || verify.Field("key") is not null
                    || verify.Field("attestations").Items().Any(item => item.Field("attestors").HasContent())),
            Signers = KyvernoAttestors.Of(verify),
            DemandsProvenance = verify.Field("attestations").Items().Any(Provenance.IsType),
            Matches = image => ImageNames.MatchesText(taken, image) && !ImageNames.MatchesText(skipped, image),
        };
    }

    private static ImageRule Rule(GenericObject policy, JsonElement? rule, JsonElement? holder, string path, string overridesField)
    {
        var enforced = IsEnforce(holder.Text("failureAction") ?? policy.Spec.Text("validationFailureAction"));
        List<(bool Enforce, Func<Namespace, bool> Picks)> overrides =
        [
            .. holder.Field(overridesField).Items().Concat(policy.Spec.Field("validationFailureActionOverrides").Items())
                .Select(item => (IsEnforce(item.Text("action")), Picks(item))),
        ];
        var admits = policy.Spec.Field("admission").Flag() != false;
        return new()
        {
            Source = policy,
            Path = path,
            Enforcing = admits && (enforced || overrides.Exists(item => item.Enforce)),
            Covers = ns =>
            {
                var found = overrides.FindIndex(item => item.Picks(ns));
                var enforcedHere = admits && (found < 0 ? enforced : overrides[found].Enforce);
                if (!enforcedHere || (policy.Namespace.Length > 0 && policy.Namespace != ns.Name) || !KyvernoMatch.TakesPodsOf(rule, ns))
                    return false;
                return KyvernoMatch.HasOpenConditions(rule) ? null : true;
            },
        };
    }

    private static Func<Namespace, bool> Picks(JsonElement? item)
    {
        List<Regex> names = [.. item.Field("namespaces").Texts().Select(Glob.Text)];
        var selector = item.Field("namespaceSelector").Selector();
        return ns => (names.Count == 0 || names.Exists(name => name.IsMatch(ns.Name))) && PodScope.Selects(selector, ns);
    }

    private static bool IsEnforce(string? action) => string.Equals(action, "enforce", StringComparison.OrdinalIgnoreCase);

    private static string Raw(JsonElement? element) => element?.GetRawText() ?? "";
}
