using System.Text.Json;
using Posture.TestKit;
using YamlDotNet.RepresentationModel;

namespace Posture.Collectors.Tests.Cli;

/// <summary><c>posture controls -o json</c> against the catalogue it is made from.</summary>
public sealed class ControlsCommandTests
{
    private static readonly string[] Classes = ["api", "api-conditional", "ingest", "external"];

    [Fact]
    public async Task Controls_Json_HasEveryControlOnceWithClassAndBothTitles()
    {
        var controls = await ListAsync();

        Assert.Equal(211, controls.Select(control => Text(control, "id")).Distinct().Count());
        Assert.All(controls, control =>
        {
            var id = Text(control, "id");
            Assert.Contains(Text(control, "evaluation"), Classes);
            Assert.Contains(Text(control, "severity"), new[] { "critical", "high", "medium", "low" });
            Assert.True(Text(control.GetProperty("titles"), "en").All(char.IsAscii), $"{id}: the English title");
            Assert.True(Text(control.GetProperty("titles"), "zh-Hans").Any(letter => letter is >= '\u4e00' and <= '\u9fff'), $"{id}: the Chinese title");
            Assert.Equal(control.GetProperty("hasCheck").GetBoolean(), control.GetProperty("assessedBy").GetArrayLength() > 0);
        });
    }

    [Fact]
    public async Task Controls_Json_CarriesEveryIdThatTheCatalogueNames()
    {
        Assert.SkipUnless(SharedFolder.Find(".") is { } folder && File.Exists(Path.Combine(folder, "controls.yaml")), "../shared/controls.yaml is not there: the catalogue cannot be compared");
        var yaml = new YamlStream();
        using (var text = File.OpenText(Path.Combine(SharedFolder.Find(".")!, "controls.yaml")))
            yaml.Load(text);
        var written = ((YamlSequenceNode)yaml.Documents[0].RootNode["checks"]).Cast<YamlMappingNode>().ToDictionary(node => $"{node["id"]}", StringComparer.Ordinal);
        var listed = (await ListAsync()).ToDictionary(control => Text(control, "id"), StringComparer.Ordinal);

        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(written, pair =>
        {
            var control = listed[pair.Key];
            Assert.Equal($"{pair.Value["evaluation"]}", Text(control, "evaluation"));
            Assert.Equal($"{pair.Value["title"]}", Text(control, "title"));
            Assert.Equal($"{pair.Value["severity"]["level"]}", Text(control, "severity"));
            Assert.Equal($"{pair.Value["severity"]["weight"]}", control.GetProperty("weight").GetRawText());
            foreach (var (standard, ids) in ((YamlMappingNode)pair.Value["references"]).Children)
                Assert.Equal(((YamlSequenceNode)ids).SelectMany(Ids), control.GetProperty("references").GetProperty($"{standard}").EnumerateArray().Select(id => id.GetString()!));
        });
    }

    private static async Task<List<JsonElement>> ListAsync()
    {
        var (exit, output, _) = await PostureCommand.RunAsync(["controls", "-o", "json"]);
        Assert.Equal(0, exit);
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
    }

    /// <summary>A reference is an id, a keyed chapter, or a control of a tool with the criteria it stands for.</summary>
    private static IEnumerable<string> Ids(YamlNode reference)
    {
        if (reference is not YamlMappingNode map)
            return [$"{reference}"];
        if (map.Children.TryGetValue("key", out var key))
            return [$"{key}"];
        return $"{map["criteria"]}".Split(", ").Prepend($"{map["control"]}");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
