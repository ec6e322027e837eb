using Posture.Model.Names;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli.Output;

/// <summary>The words of design.md §3 as they stand in outputs.</summary>
internal static class Words
{
    /// <summary>Version of this build, as outputs name it.</summary>
    public static string ProductVersion { get; } = typeof(Words).Assembly.GetName().Version is { } version ? version.ToString(3) : "0.0.0";

    /// <summary>Text of a cluster for a terminal or spreadsheet: signs that are not seen, which could steer either, are written as codes (P-40).</summary>
    public static string Printable(string text) => VisibleText.Of(text);

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

    /// <summary>A state of provenance, by its word in JSON, for people.</summary>
    public static string Provenance(string state) => state switch
    {
        "verified" => "verified",
        "otherSigner" => "signed by someone else",
        "invalid" => "invalid",
        "notSigned" => "not signed",
        _ => "not checked",
    };
}
