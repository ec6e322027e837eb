using System.Collections.Frozen;
using System.Text.Json;

namespace Posture.Analysis.Indexes;

/// <summary>Whether an edit of a manifest reaches what guards a pod: its security contexts, its account, or its images.</summary>
internal static class PodOverride
{
    private static readonly FrozenSet<string> Fields =
        new[] { "securityContext", "serviceAccountName", "serviceAccount", "image" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>By the place it edits (a JSON pointer), or by what it puts there when it replaces a whole container or pod. Labels and annotations are none.</summary>
    public static bool Rewrites(string pointer, JsonElement? value)
    {
        var steps = pointer.Split('/');
        return !steps.Contains("metadata") && (steps.Contains("securityContext") || Fields.Contains(steps[^1]) || Holds(value));
    }

    private static bool Holds(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Any(item => Holds(item)),
        { ValueKind: JsonValueKind.Object } held => held.EnumerateObject().Any(field => Fields.Contains(field.Name) || Holds(field.Value)),
        _ => false,
    };
}
