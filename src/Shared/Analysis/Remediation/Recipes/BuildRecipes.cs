using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L4: builders in the cluster, policies on signatures, and digests that drifted apart.</summary>
internal static class BuildRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L4-BUILD-PRIVILEGED"] = place => place.Field == "privileged" ? place.Propose(false) : OwnVolume(place),
        ["L4-BUILD-SA-POWER"] = Steps.Unbind,
        ["L4-POLICY-IDENTITY-LOOSE"] = Identity,
        ["L4-WL-DIGEST-DRIFT"] = Pinned,
    };

    /// <summary>A socket of the node has no counterpart, so its mount goes; another path of the node becomes a temporary volume.</summary>
    private static bool OwnVolume(Place place)
    {
        if (place.PodSpec is not { } spec || place.Value() is not JsonObject mount)
            return false;
        if (place.Observed.EndsWith(".sock", StringComparison.Ordinal))
            return place.Remove();
        foreach (var volume in place.Value($"{spec}.volumes") as JsonArray ?? [])
            if (volume is JsonObject item && item["name"]?.ToString() == mount["name"]?.ToString() && item.Remove("hostPath"))
            {
                item["emptyDir"] = new JsonObject { ["sizeLimit"] = "10Gi" };
                place.Draft.Propose($"{spec}.volumes");
            }
        return true;
    }

    private static bool Identity(Place place)
    {
        if (place.Field == "identities")
            return place.Propose(new JsonArray(new JsonObject { ["issuer"] = Pipeline("issuer"), ["subject"] = Pipeline("subject") }));
        place.Remove($"{place.Path}RegExp");
        return place.Propose(Pipeline(place.Field));
    }

    private static JsonNode Pipeline(string what) => Steps.FillIn($"{what} of the release pipeline");

    /// <summary>The template names one of the digests that its pods run; which of them is right is the owner's to say.</summary>
    private static bool Pinned(Place place)
    {
        var name = place.Value(place.Path[..place.Path.LastIndexOf('.')]).Text("name");
        if (place.Own is not { } own)
            return false;
        var list = $"{own.SpecOfPods}.{(place.Path.Contains("initContainerStatuses", StringComparison.Ordinal) ? "initContainers" : "containers")}";
        foreach (var container in own.Value(list) as JsonArray ?? [])
            if (container is JsonObject item && item.Text("name") == name && item.Text("image") is { } image)
            {
                item["image"] = $"{image.Split('@')[0]}@{place.Evidence.Expected}";
                place.Draft.Propose($"{list}: image");
                return true;
            }
        return false;
    }
}
