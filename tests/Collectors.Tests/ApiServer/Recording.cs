using System.Text.Json.Nodes;
using Posture.TestKit;

namespace Posture.Collectors.Tests.ApiServer;

/// <summary>A recorded request of a real API server and its answer.</summary>
internal sealed record Recording(string Name, string Path, string Accept, string User, int Status, string ContentType, string Body)
{
    /// <summary>Reads a recording; skips the test, by name, when it is not there.</summary>
    public static Recording Load(string name)
    {
        var folder = SharedFolder.Find("kube-recordings");
        var meta = folder is null ? null : System.IO.Path.Combine(folder, $"{name}.meta.json");
        Assert.SkipUnless(File.Exists(meta), $"recording {name}: ../shared/kube-recordings/{name}.meta.json is not there");
        var (request, response) = (JsonNode.Parse(File.ReadAllText(meta))!["request"]!, JsonNode.Parse(File.ReadAllText(meta))!["response"]!);
        var body = Directory.EnumerateFiles(folder!, $"{name}.body.*").Single();
        var type = response["headers"]!.AsArray().Single(header => string.Equals((string)header![0]!, "content-type", StringComparison.OrdinalIgnoreCase));
        return new(name, (string)request["path"]!, (string)request["accept"]!, (string)request["as"]!, (int)response["status"]!, (string)type![1]!,
            File.ReadAllText(body));
    }

    /// <summary>The items of a recorded list, each as a document of its own.</summary>
    public IEnumerable<string> Items()
    {
        var list = JsonNode.Parse(Body)!;
        foreach (var item in list["items"]!.AsArray())
        {
            var whole = item!.DeepClone().AsObject();
            whole["kind"] = ((string)list["kind"]!)[..^"List".Length];
            whole["apiVersion"] = (string)list["apiVersion"]!;
            yield return whole.ToJsonString();
        }
    }

    /// <summary>Shape of a document: its key paths, list indexes left out.</summary>
    public static SortedSet<string> Shape(JsonNode? node, string path = "$")
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        if (node is JsonObject map)
            foreach (var (key, value) in map)
            {
                paths.Add($"{path}.{key}");
                paths.UnionWith(Shape(value, $"{path}.{key}"));
            }
        else if (node is JsonArray list)
            foreach (var item in list)
                paths.UnionWith(Shape(item, $"{path}[]"));
        return paths;
    }
}
