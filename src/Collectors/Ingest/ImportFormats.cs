using System.Text.Json;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Ingest;

/// <summary>Tells formats by the keys of the document, or of the first item of a list.</summary>
internal static class ImportFormats
{
    public static ImportFormat Of(ReadOnlySpan<byte> json)
    {
        var keys = KeysOf(json, out var isList);
        bool Has(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                if (!keys.Contains(name))
                    return false;
            return true;
        }

        if (isList)
            return Has("tests", "node_type") ? ImportFormat.KubeBenchControls
                : Has("critical") ? ImportFormat.CosignVerify
                : Has("RepoDigests") || Has("Id", "Config") ? ImportFormat.DockerInspect : ImportFormat.Unknown;
        return Has("Controls") ? ImportFormat.KubeBench
            : Has("SchemaVersion", "ArtifactName") ? ImportFormat.Trivy
            : Has("@context", "statements") ? ImportFormat.OpenVex
            : Has("bomFormat", "specVersion") ? ImportFormat.CycloneDx
            : Has("version", "runs") ? ImportFormat.Sarif
            : Has("payloadType", "payload") ? ImportFormat.Dsse
            : Has("apiVersion", "kind") ? ImportFormat.Manifest : ImportFormat.Unknown;
    }

    private static HashSet<string> KeysOf(ReadOnlySpan<byte> json, out bool isList)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = YamlJson.MaxDepth });
        reader.Read();
        isList = reader.TokenType == JsonTokenType.StartArray;
        if (isList)
            reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return keys;
        // Few keys decide; a document with thousands of them is none of these.
        while (keys.Count < 64 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            keys.Add(reader.GetString()!);
            reader.Read();
            reader.Skip();
        }
        return keys;
    }
}
