using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages;

/// <summary>Words of verdicts and severities in addresses: <c>not-assessed</c>, <c>critical</c>. Open, stable, in no language.</summary>
internal static class Words
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.NotAssessed => "not-assessed",
        Verdict.NotApplicable => "not-applicable",
        _ => verdict.ToString().ToLowerInvariant(),
    };

    public static string Of(Severity severity) => severity.ToString().ToLowerInvariant();

    public static T? Find<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(word.Replace("-", "", StringComparison.Ordinal), value.ToString(), StringComparison.OrdinalIgnoreCase))
                return value;
        return null;
    }
}
