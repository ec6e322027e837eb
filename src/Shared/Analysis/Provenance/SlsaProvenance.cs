using System.Text.Json;

namespace Posture.Analysis.Provenance;

/// <summary>How an image was built: SLSA provenance 0.2 (<c>https://slsa.dev/provenance/v0.2</c>) and 1 (<c>…/v1</c>).</summary>
/// <param name="Builder"><c>builder.id</c>; null when it is not said.</param>
/// <param name="BuildType">Type of the build.</param>
/// <param name="Source">Where the source is: URI with its revision, as the builder wrote it.</param>
/// <param name="Materials">Everything that went in, by URI.</param>
public sealed record SlsaProvenance(string? Builder, string? BuildType, string? Source, IReadOnlyList<string> Materials)
{
    private const int MaxMaterials = 1000;

    /// <summary>The provenance of a statement; null when the statement is of another type or says nothing that can be read.</summary>
    public static SlsaProvenance? Of(InTotoStatement statement)
    {
        if (statement.Predicate.ValueKind != JsonValueKind.Object)
            return null;
        return statement.PredicateType switch
        {
            "https://slsa.dev/provenance/v0.2" => Old(statement.Predicate),
            "https://slsa.dev/provenance/v1" => New(statement.Predicate),
            _ => null,
        };
    }

    private static SlsaProvenance Old(JsonElement predicate) => new(
        Text(predicate, "builder", "id"), Text(predicate, "buildType"), Text(predicate, "invocation", "configSource", "uri"), Uris(At(predicate, "materials")));

    private static SlsaProvenance New(JsonElement predicate)
    {
        var materials = Uris(At(predicate, "buildDefinition", "resolvedDependencies"));
        return new(Text(predicate, "runDetails", "builder", "id"), Text(predicate, "buildDefinition", "buildType"), materials.Count > 0 ? materials[0] : null, materials);
    }

    private static IReadOnlyList<string> Uris(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } items
        ? [.. items.EnumerateArray().Take(MaxMaterials).Select(item => Text(item, "uri")).OfType<string>()]
        : [];

    private static string? Text(JsonElement of, params ReadOnlySpan<string> path) => At(of, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? At(JsonElement of, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out of))
                return null;
        return of;
    }
}
