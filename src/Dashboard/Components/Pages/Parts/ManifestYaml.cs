using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>JSON of an object as the YAML that people write.</summary>
internal static class ManifestYaml
{
    private static readonly ISerializer Writer = new SerializerBuilder().WithQuotingNecessaryStrings(quoteYaml1_1Strings: true).DisableAliases().Build();

    public static string Of(JsonNode node) => Writer.Serialize(Plain(node));

    private static object Plain(JsonNode? node) => node switch
    {
        JsonObject map => map.ToDictionary(entry => entry.Key, entry => Plain(entry.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => "",
    };
}
