using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>A kind that the catalogue evaluates.</summary>
/// <param name="Group">API group, empty for core.</param>
/// <param name="Kind">Kind in API spelling.</param>
/// <param name="Plural">Resource name in URLs and RBAC rules.</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
/// <param name="Record">JSON contract of the record that holds it.</param>
public sealed record KindInfo(string Group, string Kind, string Plural, bool Namespaced, JsonTypeInfo Record)
{
    /// <summary>Group of what is imported or read beside the cluster. No API server is asked for it: whoever may define kinds there could forge facts.</summary>
    public const string OwnGroup = "posture.dev";

    private readonly Decoder _decoder = Decoder.Of(Record);

    public KindRef Ref => new(Group, Kind);

    /// <summary>Whether only manifests are read for it. A cluster would tell nothing that is judged, and some change every few seconds (Lease, Event).</summary>
    public bool IsManifestOnly { get; init; }

    /// <summary>Whether an API server is asked for the kind.</summary>
    public bool IsServed => Group != OwnGroup && !IsManifestOnly;

    /// <summary>Reads one object. What the fast decoder refuses is read by the serializer, whose word is final and whose error names the place.</summary>
    /// <exception cref="JsonException">Not JSON, not the shape of the kind, or a null in a list.</exception>
    public KubeObject? Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Record.Options.MaxDepth });
            if (reader.Read() && _decoder.ReadAny(ref reader, json) is KubeObject item && !reader.Read())
                return item;
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException or FormatException)
        {
            // Said below.
        }
        var read = JsonSerializer.Deserialize(json, Record) as KubeObject;
        NullItems.Refuse(json, this);
        return read;
    }
}

/// <summary>Names a kind without its version.</summary>
public readonly record struct KindRef(string Group, string Kind)
{
    public override string ToString() => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
