using System.Text.Json;

namespace Posture.Analysis.Policy;

/// <summary>Reads entries of <c>mirrors</c> and <c>retiredRegistries</c>; each beginning stands once.</summary>
internal static class RepositoryMoveReader
{
    /// <summary>Keys in the order of the schema.</summary>
    internal static readonly IReadOnlyList<(string Name, string Description)> Keys =
    [
        ("from", "What it is about: a host, or a host with a path. The longest that fits decides."),
        ("to", "What takes its place; the rest of the repository's name is put behind it."),
    ];

    public static List<RepositoryMove> Read(JsonElement value, string path, PolicyProblems problems)
    {
        var moves = new List<RepositoryMove>();
        foreach (var (item, at) in PolicyReader.Items(value, path, problems))
            if (One(item, at, problems) is { } move)
                if (moves.Exists(other => other.From == move.From))
                    problems.BadValue($"{at}.from", "it stands in the list already");
                else
                    moves.Add(move);
        return moves;
    }

    private static RepositoryMove? One(JsonElement item, string path, PolicyProblems problems)
    {
        if (!PolicyReader.IsMapping(item, path, Keys, "it", problems))
            return null;
        var (from, to) = (Text("from"), Text("to"));
        if (from is null || to is null)
            return null;
        if (from != to)
            return new(from, to);
        problems.BadValue($"{path}.to", "write another registry or path than from");
        return null;

        string? Text(string name)
        {
            if (item.TryGetProperty(name, out var text) && text.ValueKind != JsonValueKind.Null)
                return PolicyReader.Text(text, PolicyFormat.Registry, $"{path}.{name}", problems);
            problems.Add(new("policy.missing_key", $"{path}.{name}", "it needs from and to"));
            return null;
        }
    }
}
