using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Analysis.Access;

namespace Posture.Collectors.Cli.Output;

/// <summary>Source-generated JSON of the command's outputs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NetworkConnectionsDocument))]
[JsonSerializable(typeof(NetworkExplanationsDocument))]
[JsonSerializable(typeof(ScanDocument))]
[JsonSerializable(typeof(FindingDocument))]
[JsonSerializable(typeof(PodSecurityDocument))]
[JsonSerializable(typeof(AccessAnswerDocument))]
[JsonSerializable(typeof(WhoCanDocument))]
[JsonSerializable(typeof(RulesDocument))]
[JsonSerializable(typeof(AccessPathsDocument))]
[JsonSerializable(typeof(NodeIdentity))]
[JsonSerializable(typeof(ImageDocument))]
[JsonSerializable(typeof(ImageProvenanceDocument))]
[JsonSerializable(typeof(IReadOnlyList<ControlDocument>))]
[JsonSerializable(typeof(IReadOnlyList<FrameworkDocument>))]
internal sealed partial class ScanJson : JsonSerializerContext
{
    /// <summary>Readable: names of objects keep their letters; it is written to a terminal or file, never into HTML.</summary>
    public static readonly ScanJson Readable = new(Writing(indented: true));

    /// <summary>One line an object.</summary>
    public static readonly ScanJson OneLine = new(Writing(indented: false));

    private static JsonSerializerOptions Writing(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>
/// One control of <c>controls -o json</c>. <c>evaluation</c> is the catalogue's class (api, api-conditional, ingest, external); <c>assessedBy</c> names what
/// gives verdicts today (<see cref="Analysis.Catalogue.ControlSources"/>) and is empty where nothing does.
/// </summary>
internal sealed record ControlDocument(
    string Id, string Layer, string Title, TitlesDocument Titles, string Severity, int Weight, string Evaluation, string Exemption, string Scope, bool HasCheck,
    IReadOnlyList<string> AssessedBy, IReadOnlyDictionary<string, IReadOnlyList<string>> References);

/// <summary>A title in both languages.</summary>
internal sealed record TitlesDocument([property: JsonPropertyName("en")] string English, [property: JsonPropertyName("zh-Hans")] string Chinese);
