using System.Text.RegularExpressions;
using Posture.Model.Verdicts;

namespace Posture.Conformance;

/// <summary>
/// What a published rule asks, in our terms. Many rules ask for one point of a control that has several (a CPU limit; one flag of the API server): the
/// verdict is then taken from the evidence at that point, so that the same question is compared.
/// </summary>
internal sealed class Question
{
    /// <summary>Rules with their corpus, as <c>checkov/CKV_K8S_10</c>.</summary>
    public List<string> Rules { get; set; } = [];

    /// <summary>Those of the mapped controls that answer; empty: all.</summary>
    public List<string> Controls { get; set; } = [];

    /// <summary>Regular expression that evidence's path must match to count as a failure; empty: any.</summary>
    public string Path { get; set; } = "";

    /// <summary>A control of rights is among those that answer.</summary>
    public bool IsAboutRights => Controls.Exists(control => control.Contains("-RBAC-", StringComparison.Ordinal));

    /// <summary>The finding as far as it answers the question: a failure elsewhere only is a pass here.</summary>
    public Finding Narrow(Finding finding)
    {
        if (Path.Length == 0 || finding.Verdict != Verdict.Fail)
            return finding;
        var evidence = finding.Evidence.Where(place => Regex.IsMatch(place.Path, Path, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)).ToList();
        return finding with { Verdict = evidence.Count > 0 ? Verdict.Fail : Verdict.Pass, Evidence = evidence };
    }
}
