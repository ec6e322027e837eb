using Posture.Model.Verdicts;

namespace Posture.Collectors.Cli.Output;

/// <summary>The words of design.md §3 as they stand in outputs.</summary>
internal static class Words
{
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
