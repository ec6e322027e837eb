using System.Text.Json;
using Posture.Analysis.Layers;

namespace Posture.Analysis.Policy;

/// <summary>Reads one entry of <c>baseImages</c>.</summary>
internal static class BaseRuleReader
{
    /// <summary>Keys in the order of the schema; both are asked for.</summary>
    internal static readonly IReadOnlyList<(string Name, string Description)> Keys =
    [
        ("images", "Repositories that it is about: a host, or a host with a path. The longest that fits decides. One that is a repository itself is looked at for its versions."),
        ("owner", "Who answers for their layers, in one word, for example operations or architects."),
    ];

    public static BaseRule? Read(JsonElement item, string path, PolicyProblems problems)
    {
        var before = problems.All.Count;
        if (!PolicyReader.IsMapping(item, path, Keys, "a base rule", problems))
            return null;
        var images = item.TryGetProperty("images", out var named) ? PolicyReader.Texts(named, PolicyFormat.Registry, $"{path}.images", problems) : [];
        var owner = item.TryGetProperty("owner", out var who) ? PolicyReader.Text(who, PolicyFormat.Owner, $"{path}.owner", problems) : null;
        if (problems.All.Count > before)
            return null;
        if (images.Count > 0 && owner is not null)
            return new() { Images = images, Owner = owner };
        problems.Add(new("policy.missing_key", $"{path}.{(images.Count == 0 ? "images" : "owner")}", "a base rule needs images and owner"));
        return null;
    }
}
