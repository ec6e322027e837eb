using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli.Output;

/// <summary>The words of design.md §3 as they stand in outputs.</summary>
internal static class Words
{
    /// <summary>Version of this build, as outputs name it.</summary>
    public static string ProductVersion { get; } = typeof(Words).Assembly.GetName().Version is { } version ? version.ToString(3) : "0.0.0";

    /// <summary>Text of a cluster for a terminal or spreadsheet: without control and direction characters, which could steer either (P-40).</summary>
    public static string Printable(string text)
    {
        return !text.Any(Steers) ? text : string.Concat(text.Select(letter => Steers(letter) ? '\uFFFD' : letter));

        static bool Steers(char letter) => char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
    }

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.Manual => "manual",
        Verdict.Error => "error",
        Verdict.NotApplicable => "notApplicable",
        Verdict.Exempt => "exempt",
        Verdict.Excepted => "excepted",
        _ => "notAssessed",
    };
}
