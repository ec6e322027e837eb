using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>JSON of an object as the YAML that people write. Stored documents carry the empty name of a pod template, which nobody writes: it is left out.</summary>
internal static class ManifestYaml
{
    private static readonly ISerializer Writer = new SerializerBuilder().WithQuotingNecessaryStrings(quoteYaml1_1Strings: true).DisableAliases().Build();

    public static string Of(JsonNode node) => Writer.Serialize(Plain(node));

    private static bool IsEmptyName(string key, JsonNode? value) => key is "name" or "namespace" && value is JsonValue text && text.TryGetValue<string>(out var name) && name.Length == 0;

    private static object Plain(JsonNode? node) => node switch
    {
        JsonObject map => map.Where(entry => !IsEmptyName(entry.Key, entry.Value)).ToDictionary(entry => entry.Key, entry => Plain(entry.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => "",
    };
}
