using System.Text.Json;
using Posture.Analysis.Catalogue;

namespace Posture.Analysis.Policy;

/// <summary>Reads one entry of <c>attestations</c>.</summary>
internal static class AttestationReader
{
    /// <summary>Longest time a statement may hold: a person looks again once a year.</summary>
    internal const int MaxDays = 366;

    /// <summary>Keys in the order of the schema; all but evidence are asked for.</summary>
    internal static readonly IReadOnlyList<(string Name, string Description)> Keys =
    [
        ("control", "Id of a control that a cluster does not show by itself (class external or api-conditional)."),
        ("scope", "What it speaks of: *, cluster or cluster/namespace."),
        ("by", "Who states it."),
        ("date", "Day on which it was stated."),
        ("expires", $"Last day on which it holds; at most {MaxDays} days after date."),
        ("verdict", "pass or fail."),
        ("statement", "What is stated."),
        ("evidence", "Where the evidence is kept."),
    ];

    /// <summary>Controls that a statement may stand in for: those whose evidence lies outside the API, and whose check would else say so.</summary>
    public static bool MayStandFor(string control) => ControlCatalogue.Default.CheckOf(control)?.Control.Evaluation is "external" or "api-conditional";

    public static Attestation? Read(JsonElement item, string path, PolicyProblems problems)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            problems.WrongType(path, "a mapping with control, scope, by, date, expires, verdict and statement");
            return null;
        }
        var before = problems.All.Count;
        foreach (var field in item.EnumerateObject())
            if (!Keys.Any(key => key.Name == field.Name))
                problems.Add(new("policy.unknown_key", $"{path}.{field.Name}", $"an attestation has only {string.Join(", ", Keys.Select(key => key.Name))}"));
        var control = Text("control", PolicyFormat.Name);
        var scope = Of("scope") is { } list ? PolicyReader.Texts(list, PolicyFormat.Scope, $"{path}.scope", problems) : [];
        var by = Text("by", PolicyFormat.Text);
        var date = Of("date") is { } from ? PolicyReader.Day(from, $"{path}.date", problems) : null;
        var expires = Of("expires") is { } until ? PolicyReader.Day(until, $"{path}.expires", problems) : null;
        var verdict = Text("verdict", PolicyFormat.Name);
        var statement = Text("statement", PolicyFormat.Text);
        var evidence = item.TryGetProperty("evidence", out var kept) ? PolicyReader.Text(kept, PolicyFormat.Text, $"{path}.evidence", problems) : null;
        if (control is not null && !MayStandFor(control))
            problems.BadValue($"{path}.control", "no control that a statement can stand in for; take one that 'posture controls' shows as assessed by attestation");
        if (verdict is not (null or "pass" or "fail"))
            problems.BadValue($"{path}.verdict", "write pass or fail");
        if (date is { } first && expires is { } last && (last < first || last.DayNumber - first.DayNumber > MaxDays))
            problems.BadValue($"{path}.expires", $"write a day from date on, at most {MaxDays} days later");
        if (problems.All.Count > before)
            return null;
        return new() { Control = control!, Scope = scope, By = by!, Date = date!.Value, Expires = expires!.Value, Passes = verdict == "pass", Statement = statement!, Evidence = evidence };

        JsonElement? Of(string name)
        {
            if (item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                return value;
            problems.Add(new("policy.missing_key", $"{path}.{name}", $"an attestation needs {name}"));
            return null;
        }

        string? Text(string name, PolicyFormat format) => Of(name) is { } value ? PolicyReader.Text(value, format, $"{path}.{name}", problems) : null;
    }
}
