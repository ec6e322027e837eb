using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L5: admission.</summary>
internal static class DeployControlRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L5-ADM-ALWAYSADMIT"] = Flags.All,
        ["L5-ADM-REQUIRED"] = Flags.All,
        ["L5-GATEKEEPER-EFFECTIVE"] = place => place.Field switch
        {
            "enforcementAction" => place.Set("deny"),
            "admission.gatekeeper.sh/ignore" => place.Remove(),
            _ => place.Path.Contains("excludedNamespaces", StringComparison.Ordinal) && place.Remove(),
        },
        ["L5-KYVERNO-EFFECTIVE"] = place => place.Field switch
        {
            "validationActions" => place.Set(new JsonArray("Deny")),
            "failureAction" or "validationFailureAction" => place.Set("Enforce"),
            "failurePolicy" => place.Set("Fail", place.Value("spec.webhookConfiguration.failurePolicy") is null ? null : "spec.webhookConfiguration.failurePolicy"),
            "failureActionOverrides" or "validationFailureActionOverrides" => place.Remove(),
            _ => false,
        },
        ["L5-PSA-BYPASS-RBAC"] = Steps.Withdraw,
        ["L5-PSA-ENFORCE"] = place => place.Field == "pod-security.kubernetes.io/enforce" ? place.Set("baseline") : Flags.All(place),
        ["L5-PSA-RESTRICTED"] = place => place.Path == "metadata.labels" ? place.Set("restricted", "metadata.labels[pod-security.kubernetes.io/warn]") : Flags.All(place),
        ["L5-VAP-EFFECTIVE"] = place => place.Field switch
        {
            "failurePolicy" => place.Set("Fail"),
            "ValidatingAdmissionPolicyBinding" => Bind(place),
            _ => false,
        },
        ["L5-WL-NAKED-POD"] = Controlled,
    };

    private static bool Bind(Place place)
    {
        var name = place.Value("metadata.name")?.GetValue<string>() ?? "";
        place.Draft.Add(new JsonObject
        {
            ["apiVersion"] = "admissionregistration.k8s.io/v1",
            ["kind"] = "ValidatingAdmissionPolicyBinding",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject { ["policyName"] = name, ["validationActions"] = new JsonArray("Deny") },
        });
        return true;
    }

    /// <summary>The same pod, kept by a Deployment.</summary>
    private static bool Controlled(Place place)
    {
        var (metadata, spec) = (place.Document["metadata"]?.AsObject(), place.Document["spec"]?.DeepClone().AsObject());
        if (metadata is null || spec is null)
            return false;
        var name = metadata["name"]?.GetValue<string>() ?? "";
        var labels = metadata["labels"] is JsonObject { Count: > 0 } own ? own.DeepClone().AsObject() : new JsonObject { ["app"] = name };
        spec.Remove("nodeName");
        spec.Remove("ephemeralContainers");
        spec.Remove("restartPolicy"); // a Deployment's pods always restart
        place.Draft.Add(new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = metadata["namespace"]?.DeepClone() },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 1,
                ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
                ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels }, ["spec"] = spec },
            },
        });
        return place.Draft.DeletesSubject = true;
    }
}
