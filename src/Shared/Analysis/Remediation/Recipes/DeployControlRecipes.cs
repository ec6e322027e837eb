using System.Text.Json.Nodes;
using Posture.Analysis.Catalogue;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L5: admission.</summary>
internal static class DeployControlRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L5-ADM-ALWAYSADMIT"] = Flags.All,
        ["L5-ADM-REQUIRED"] = Flags.All,
        ["L5-AUTO-ROLLOUT"] = place => place.Field switch
        {
            "suspend" => place.Set(false),
            "replicas" => place.Propose(1),
            _ => false,
        },
        ["L5-ENGINE-PRESENT"] = place => place.Path == "metadata.labels"
            ? place.Propose("baseline", "metadata.labels[pod-security.kubernetes.io/enforce]")
            : AdmissionPolicies.Add(place.Draft, AdmissionPolicies.NodeAccess()),
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
        ["L5-POLICY-EXCEPTIONS"] = Narrowed,
        ["L5-PSA-BYPASS-RBAC"] = Steps.Withdraw,
        ["L5-PSA-ENFORCE"] = place => place.Field == "pod-security.kubernetes.io/enforce" ? place.Set("baseline") : Flags.All(place),
        ["L5-PSA-RESTRICTED"] = place => place.Path == "metadata.labels" ? place.Set("restricted", "metadata.labels[pod-security.kubernetes.io/warn]") : Flags.All(place),
        ["L5-PSA-VERSION"] = place => place.Set(place.Evidence.Expected.Split(' ')[^1]), // "v1.31 to v1.34"
        ["L5-ROLLOUT-STRATEGY"] = Steps.At("type", Steps.Set(() => "RollingUpdate")),
        ["L5-RUN-KNOWN-CVE"] = FixedRelease,
        ["L5-VAP-EFFECTIVE"] = place => place.Field switch
        {
            "failurePolicy" => place.Set("Fail"),
            "ValidatingAdmissionPolicyBinding" => Bind(place),
            _ => false,
        },
        ["L5-WL-NAKED-POD"] = Controlled,
    };

    /// <summary>An exception that outlived its reason goes; one without names gets a place for them.</summary>
    private static bool Narrowed(Place place) => place.Field switch
    {
        "creationTimestamp" => place.Draft.DeletesSubject = true,
        "resources" => place.Propose(new JsonArray(Steps.FillIn("name of the object")), $"{place.Path}.names"),
        "matchConditions" => place.Propose(new JsonArray(new JsonObject
        {
            ["name"] = "one-object",
            ["expression"] = $"object.metadata.name == '{Steps.FillIn("name of the object")}'",
        })),
        _ => false,
    };

    /// <summary>The release of the same minor version that fixes the flaw, else the newest that does; whether the registry has this tag is not known.</summary>
    private static bool FixedRelease(Place place)
    {
        const string Suffix = " or later";
        if (place.Field != "image" || place.Value().Text() is not { } image
            || !place.Evidence.Expected.EndsWith(Suffix, StringComparison.Ordinal))
            return false;
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        if (colon <= name.LastIndexOf('/') || KnownFlaws.Parse(name.AsSpan(colon + 1)) is not { } present)
            return false;
        var releases = place.Evidence.Expected[..^Suffix.Length].Split(", ").Select(Version.Parse).ToList();
        var release = releases.Find(one => one.Major == present.Major && one.Minor == present.Minor) ?? releases[^1];
        // Two flaws of one image: the later release fixes both.
        return present >= release || place.Propose($"{name[..(colon + 1)]}{(name[colon + 1] == 'v' ? "v" : "")}{release}");
    }

    private static bool Bind(Place place)
    {
        var name = place.Value("metadata.name").Text() ?? "";
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
        var (metadata, spec) = (place.Document["metadata"] as JsonObject, place.Document["spec"]?.DeepClone() as JsonObject);
        if (metadata is null || spec is null)
            return false;
        var name = metadata.Text("name") ?? "";
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
