using System.Globalization;
using System.Text.Json;
using Posture.Analysis.Layers;
using Posture.Analysis.Provenance;

namespace Posture.Analysis.Policy;

/// <summary>Makes a policy of a JSON document, strictly: an unknown key, a wrong type or a value that does not fit is a problem, and all are told at once.</summary>
public static class PolicyReader
{
    /// <summary>Most entries of a list.</summary>
    internal const int MaxItems = 10_000;

    /// <summary>Problems told; a file of garbage must not fill the memory.</summary>
    private const int MaxProblems = 50;

    /// <summary>Reads a document; keys it does not name keep their default.</summary>
    public static (PosturePolicy Policy, IReadOnlyList<PolicyProblem> Problems) Read(JsonElement root)
    {
        var problems = new PolicyProblems(MaxProblems);
        var policy = PosturePolicy.Default with { };
        if (root.ValueKind == JsonValueKind.Object)
            foreach (var field in root.EnumerateObject())
                ReadField(field, policy, problems);
        else if (root.ValueKind != JsonValueKind.Null)
            problems.WrongType("", "a mapping of parameters");
        return (policy, problems.All);
    }

    /// <summary>A text of a format; null, with the problem told, when it does not fit.</summary>
    internal static string? Text(JsonElement value, PolicyFormat format, string path, PolicyProblems problems)
    {
        if (value.ValueKind != JsonValueKind.String)
            problems.WrongType(path, $"{PolicyFormats.LooksOf(format)}, in quotes if it looks like a number");
        else if (PolicyFormats.Fits(format, value.GetString()!))
            return value.GetString();
        else
            problems.BadValue(path, $"write {PolicyFormats.LooksOf(format)}");
        return null;
    }

    /// <summary>Texts of a list; each once.</summary>
    internal static List<string> Texts(JsonElement value, PolicyFormat format, string path, PolicyProblems problems)
    {
        var texts = new List<string>();
        foreach (var (item, at) in Items(value, path, problems))
            if (Text(item, format, at, problems) is { } text)
                if (texts.Contains(text))
                    problems.BadValue(at, "it stands in the list already");
                else
                    texts.Add(text);
        return texts;
    }

    /// <summary>A day, written 2026-12-31.</summary>
    internal static DateOnly? Day(JsonElement value, string path, PolicyProblems problems)
    {
        if (value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        problems.BadValue(path, "write a day as 2026-12-31");
        return null;
    }

    internal static IEnumerable<(JsonElement Item, string Path)> Items(JsonElement value, string path, PolicyProblems problems)
    {
        if (value.ValueKind != JsonValueKind.Array)
            problems.WrongType(path, "a list");
        else if (value.GetArrayLength() > MaxItems)
            problems.BadValue(path, $"at most {MaxItems} entries");
        else
            return value.EnumerateArray().Select((item, i) => (item, $"{path}[{i}]"));
        return [];
    }

    /// <summary>Whether an entry is a mapping; keys that it may not have are told.</summary>
    internal static bool IsMapping(JsonElement item, string path, IReadOnlyList<(string Name, string Description)> keys, string what, PolicyProblems problems)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            problems.WrongType(path, $"a mapping with {string.Join(", ", keys.Select(key => key.Name))}");
            return false;
        }
        foreach (var field in item.EnumerateObject())
            if (!keys.Any(key => key.Name == field.Name))
                problems.Add(new("policy.unknown_key", $"{path}.{field.Name}", $"{what} has only {string.Join(", ", keys.Select(key => key.Name))}"));
        return true;
    }

    private static void ReadField(JsonProperty field, PosturePolicy policy, PolicyProblems problems)
    {
        if (field.Name == "$schema")
            return;
        if (PolicyParameter.Find(field.Name) is not { } parameter)
            problems.Add(new("policy.unknown_key", field.Name, "no such parameter; 'posture policy schema' lists them"));
        else if (ValueOf(parameter, field.Value, problems) is { } value)
            parameter.Property.SetValue(policy, value);
    }

    private static object? ValueOf(PolicyParameter parameter, JsonElement value, PolicyProblems problems) => parameter.Usual switch
    {
        int => Whole(parameter, value, problems),
        string => Text(value, parameter.Rule.Format, parameter.Name, problems),
        HashSet<string> usual => Texts(value, parameter.Rule.Format, parameter.Name, problems).ToHashSet(usual.Comparer),
        IReadOnlyDictionary<string, DateOnly> => Days(parameter, value, problems),
        IReadOnlyList<Attestation> => Items(value, parameter.Name, problems).Select(item => AttestationReader.Read(item.Item, item.Path, problems)).OfType<Attestation>().ToList(),
        IReadOnlyList<SignerRule> => Items(value, parameter.Name, problems).Select(item => SignerRuleReader.Read(item.Item, item.Path, problems)).OfType<SignerRule>().ToList(),
        IReadOnlyList<BaseRule> => Items(value, parameter.Name, problems).Select(item => BaseRuleReader.Read(item.Item, item.Path, problems)).OfType<BaseRule>().ToList(),
        IReadOnlyList<RepositoryMove> => RepositoryMoveReader.Read(value, parameter.Name, problems),
        _ => Texts(value, parameter.Rule.Format, parameter.Name, problems),
    };

    private static object? Whole(PolicyParameter parameter, JsonElement value, PolicyProblems problems)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= parameter.Rule.Minimum && number <= parameter.Rule.Maximum)
            return number;
        problems.BadValue(parameter.Name, $"write a whole number from {parameter.Rule.Minimum} to {parameter.Rule.Maximum}");
        return null;
    }

    private static Dictionary<string, DateOnly> Days(PolicyParameter parameter, JsonElement value, PolicyProblems problems)
    {
        var days = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object)
            problems.WrongType(parameter.Name, "a mapping of names to days");
        else
            foreach (var field in value.EnumerateObject())
                if (!PolicyFormats.Fits(parameter.Rule.Format, field.Name))
                    problems.BadValue($"{parameter.Name}.{field.Name}", $"the key must be {PolicyFormats.LooksOf(parameter.Rule.Format)}, in quotes");
                else if (Day(field.Value, $"{parameter.Name}.{field.Name}", problems) is { } day)
                    days[field.Name] = day;
        return days;
    }
}
