using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Posture.Model.Inventory;

namespace Posture.Analysis.Remediation;

/// <summary>
/// One entry of the field <c>patches</c> of a kustomization: the same change where a build writes the object. The target has no namespace: most builds set it after
/// they patch.
/// </summary>
/// <param name="Target">Group, version, kind and name; the name is an anchored expression (reference of Kustomize, field "patches").</param>
/// <param name="Patch">RFC 6902 operations, or the object with <c>$patch: delete</c>.</param>
public sealed record KustomizePatch(JsonObject Target, JsonNode Patch)
{
    /// <summary>The patches of the objects that a build can write: static pods are files of their node.</summary>
    public static IReadOnlyList<KustomizePatch> Of(Remedy remedy, ObjectRef subject)
    {
        List<KustomizePatch> patches = [.. remedy.Changes.Where(change => !change.IsStaticPod).Select(Of)];
        if (remedy.DeletesSubject)
            patches.Add(new(TargetOf(subject.ApiVersion, subject.Kind, subject.Name), new JsonObject
            {
                ["$patch"] = "delete",
                ["apiVersion"] = subject.ApiVersion,
                ["kind"] = subject.Kind,
                ["metadata"] = new JsonObject { ["name"] = subject.Name },
            }));
        return patches;
    }

    /// <summary>The patch of one changed object.</summary>
    public static KustomizePatch Of(ObjectChange change)
    {
        var operations = change.Patch;
        foreach (var operation in operations.OfType<JsonObject>())
            // The source may leave out what the API server filled in: "add" sets a field whether or not it is there, "replace" only when it is.
            if (operation["op"]?.GetValue<string>() == "replace" && operation["path"]!.GetValue<string>() is var path && IsField(change.Before, path))
                operation["op"] = "add";
        return new(TargetOf(change.Before["apiVersion"]?.GetValue<string>() ?? "v1", change.Kind, change.Name), operations);
    }

    private static JsonObject TargetOf(string apiVersion, string kind, string name)
    {
        var target = new JsonObject();
        if (apiVersion.Split('/') is [var group, _])
            target["group"] = group;
        target["version"] = apiVersion.Split('/')[^1];
        target["kind"] = kind;
        target["name"] = Regex.Escape(name);
        return target;
    }

    private static bool IsField(JsonObject before, string path) => JsonPatch.Parent(before, path) is JsonObject;
}
