using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L3: pull credentials, registries in the cluster and what admission says of image sources.</summary>
internal static class RegistryRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L3-PULL-AUTH-MISSING"] = place => place.Propose(new JsonArray(new JsonObject { ["name"] = "registry-pull" })),
        ["L3-PULL-SECRET-DANGLING"] = WithoutDangling,
        ["L3-REG-IN-CLUSTER"] = InCluster,
        ["L3-REG-INSECURE-TRANSPORT"] = place => place.Field switch
        {
            "insecureRegistries" => Steps.TakeItem(place, place.Observed),
            "insecure" => place.Set(false),
            _ => false,
        },
        ["L3-REG-POLICY-ENFORCED"] = place =>
        {
            place.Draft.Propose("spec.variables[0].expression");
            return AdmissionPolicies.Add(place.Draft, AdmissionPolicies.ImageSources());
        },
    };

    /// <summary>A name that leads nowhere goes; pulls go on as they do today. The other answer is to create the Secret, so this is a proposal.</summary>
    private static bool WithoutDangling(Place place)
    {
        if (place.Field != "name" || place.Document.Text("kind") == "Secret")
            return false;
        place.Draft.Propose(place.Path);
        return place.Remove(place.Path[..^".name".Length]);
    }

    private static bool InCluster(Place place) => (place.Document.Text("kind"), place.Field) switch
    {
        ("Service", "ports") => Steps.Inside(place),
        ("Ingress", "spec") => Tls(place),
        ("Route", "spec") => place.Set(new JsonObject { ["termination"] = "edge" }, "spec.tls"),
        (_, "env") => SignOn(place),
        _ => false,
    };

    /// <summary>One certificate for every host of the Ingress; its Secret has to be issued.</summary>
    private static bool Tls(Place place)
    {
        var name = place.Value("metadata.name").Text() ?? "";
        var entry = new JsonObject { ["secretName"] = $"{name}-tls" };
        var rules = place.Value("spec.rules") as JsonArray ?? [];
        var hosts = rules.Select(rule => rule.Text("host")).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (hosts.Count > 0)
            entry["hosts"] = new JsonArray([.. hosts.Select(host => (JsonNode)host)]);
        return place.Propose(new JsonArray(entry), "spec.tls");
    }

    /// <summary>Sign-on of the distribution registry by a password file ("native basic auth"); the file is in a Secret that the owner creates.</summary>
    private static bool SignOn(Place place)
    {
        if (place.Container is not { } container || place.PodSpec is not { } spec)
            return false;
        const string Secret = "registry-htpasswd";
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [("REGISTRY_AUTH", "htpasswd"), ("REGISTRY_AUTH_HTPASSWD_REALM", "registry"), ("REGISTRY_AUTH_HTPASSWD_PATH", "/auth/htpasswd")])
            Steps.Append(place, $"{container}.env", new JsonObject { ["name"] = name, ["value"] = value });
        Steps.Append(place, $"{container}.volumeMounts", new JsonObject { ["name"] = Secret, ["mountPath"] = "/auth", ["readOnly"] = true });
        Steps.Append(place, $"{spec}.volumes", new JsonObject { ["name"] = Secret, ["secret"] = new JsonObject { ["secretName"] = Secret } });
        place.Draft.Propose($"{spec}.volumes");
        return true;
    }
}
