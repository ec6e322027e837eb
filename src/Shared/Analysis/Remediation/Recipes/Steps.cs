using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Recipes that many controls share.</summary>
internal static class Steps
{
    /// <summary>The field or list item goes.</summary>
    public static readonly Recipe Remove = place => place.Remove();

    /// <summary>The finding's object goes.</summary>
    public static readonly Recipe Delete = place => place.Draft.DeletesSubject = true;

    /// <summary>A binding no longer names this subject; with the last one it goes.</summary>
    public static readonly Recipe Unbind = place =>
    {
        var item = place.Path.IndexOf(']', StringComparison.Ordinal);
        if (!place.Path.StartsWith("subjects[", StringComparison.Ordinal))
            return place.Draft.DeletesSubject = true;
        return place.Remove(place.Path[..(item + 1)]);
    };

    /// <summary>The field takes this value.</summary>
    public static Recipe Set(Func<JsonNode> value) => place => place.Set(value());

    /// <summary>The first recipe that can.</summary>
    public static Recipe Either(params Recipe[] recipes) => place => recipes.Any(recipe => recipe(place));

    /// <summary>A place that only the owner can fill in, marked so that nobody takes it for a value.</summary>
    public static JsonNode FillIn(string what) => $"<fill in: {what}>";

    /// <summary>Takes an item out of the list at the path; false when it is not there.</summary>
    public static bool TakeItem(Place place, string item)
    {
        if ((place.Value() as JsonArray)?.FirstOrDefault(other => other?.ToString() == item) is not { } found)
            return false;
        place.Draft.Take(found);
        return true;
    }

    /// <summary>Adds an item to the list at a path; makes the list when there is none.</summary>
    public static bool Append(Place place, string path, JsonObject item)
    {
        if (place.Value(path) is not JsonArray list)
            return place.Set(new JsonArray(item), path);
        list.Add((JsonNode)item);
        return true;
    }

    /// <summary>A Service can be reached inside the cluster only.</summary>
    public static bool Inside(Place place)
    {
        foreach (var port in place.Value("spec.ports") as JsonArray ?? [])
            (port as JsonObject)?.Remove("nodePort");
        return place.Set("ClusterIP", "spec.type");
    }

    /// <summary>Only where the path ends in this field.</summary>
    public static Recipe At(string field, Recipe recipe) => place => place.Field == field && recipe(place);

    /// <summary>A rule no longer grants the resource that the evidence names, whatever the verb.</summary>
    public static readonly Recipe Withdraw = Rights.Without([]);

    /// <summary>The volume of the place, and every mount of it, goes.</summary>
    public static bool RemoveVolume(Place place)
    {
        if (place.PodSpec is not { } spec || place.Path.IndexOf(']', StringComparison.Ordinal) is var end && end < 0)
            return false;
        var volume = place.Value(place.Path[..(end + 1)]);
        if (volume?.Text("name") is not { } name)
            return false;
        foreach (var list in (string[])["initContainers", "containers"])
            foreach (var container in place.Value($"{spec}.{list}") as JsonArray ?? [])
                foreach (var mount in (FieldPath.Get(container, ["volumeMounts"]) as JsonArray ?? []).OfType<JsonNode>())
                    if (mount.Text("name") == name)
                        place.Draft.Take(mount);
        place.Draft.Take(volume);
        return true;
    }

    /// <summary>The volume of the place becomes a temporary one of its own.</summary>
    public static bool EmptyVolume(Place place)
    {
        if (place.Path.IndexOf(']', StringComparison.Ordinal) is var end && end < 0)
            return false;
        var path = place.Path[..(end + 1)];
        if (place.Value(path).Text("name") is not { } name)
            return false;
        return place.Propose(new JsonObject { ["name"] = name, ["emptyDir"] = new JsonObject { ["sizeLimit"] = "1Gi" } }, path);
    }
}
