using System.Text.Json;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Reads policies of Kyverno: rule policies (<c>kyverno.io</c>) and CEL policies (<c>policies.kyverno.io</c>).</summary>
internal static class KyvernoPolicies
{
    public const string Cel = "policies.kyverno.io";

    /// <summary>What a rule or image entry does on a violation; null means Audit.</summary>
    public static string? ActionOf(GenericObject policy, JsonElement? holder) => holder.Text("failureAction") ?? policy.Spec.Text("validationFailureAction");

    /// <summary>Enforce in either spelling; older policies write it in lower case.</summary>
    public static bool IsEnforce(string? action) => string.Equals(action, "enforce", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a policy is one in CEL that verifies images, of the cluster or of a namespace.</summary>
    public static bool VerifiesImages(GenericObject policy) => policy.Kind is "ImageValidatingPolicy" or "NamespacedImageValidatingPolicy";

    /// <summary>Whether a CEL policy is about objects of Kubernetes; else it is for other data, or for Envoy.</summary>
    public static bool IsForKubernetes(GenericObject policy) => policy.Spec.Field("evaluation").Text("mode") is null or "" or "Kubernetes";

    /// <summary>Whether a CEL policy is asked at admission; it is unless switched off.</summary>
    public static bool IsAskedAtAdmission(GenericObject policy) => policy.Spec.Field("evaluation", "admission").Field("enabled").Flag() != false;

    /// <summary>Whether a CEL policy refuses violations; without actions it does.</summary>
    public static bool DeniesInCel(GenericObject policy) => policy.Spec.Field("validationActions") is var actions
        && (!actions.HasContent() || actions.Texts().Contains("Deny")) && IsForKubernetes(policy) && IsAskedAtAdmission(policy);

    /// <summary>Whether annotations or rules mark a policy as one for security.</summary>
    public static bool IsForSecurity(GenericObject policy) =>
        policy.Metadata.Annotations["policies.kyverno.io/category"] is { } category
            && (category.Contains("secur", StringComparison.OrdinalIgnoreCase) || category.Contains("supply chain", StringComparison.OrdinalIgnoreCase))
        || policy.Metadata.Annotations["policies.kyverno.io/severity"] is "high" or "critical" || VerifiesImages(policy)
        || policy.Spec.Field("rules").Items().Any(rule => rule.Field("verifyImages").HasContent() || rule.Field("validate", "podSecurity") is not null);

    /// <summary>Whether Kyverno has taken a policy into force; null when it does not say.</summary>
    public static bool? Ready(JsonElement? status) =>
        status.Field("conditions").Items().Concat(status.Field("conditionStatus", "conditions").Items())
            .FirstOrDefault(condition => condition.Text("type") == "Ready") is { } found
            ? new JsonElement?(found).Text("status") == "True"
            : (status.Field("ready") ?? status.Field("conditionStatus", "ready")).Flag();
}
