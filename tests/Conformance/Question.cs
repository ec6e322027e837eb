using System.Text.RegularExpressions;
using Posture.Model.Verdicts;

namespace Posture.Conformance;

/// <summary>
/// What a published rule asks, in our terms. Many rules ask for one point of a control that has several (a CPU limit; one flag of the API server): the
/// verdict is then taken from the evidence at that point, so that the same question is compared.
/// </summary>
internal sealed record Question
{
    /// <summary>Rules with their corpus, as <c>checkov/CKV_K8S_10</c>.</summary>
    public List<string> Rules { get; set; } = [];

    /// <summary>Those of the mapped controls that answer; empty: all. Where the map goes by topic only, the controls that the rule's own text names.</summary>
    public List<string> Controls { get; set; } = [];

    /// <summary>Regular expression that evidence's path must match to count as a failure; empty: any.</summary>
    public string Path { get; set; } = "";

    /// <summary>Regular expression that what evidence says (observed, expected, message) must match to count as a failure; empty: any.</summary>
    public string About { get; set; } = "";

    /// <summary>Regular expressions on evidence's path of which each must match somewhere: the rule fails only where all of it is wrong.</summary>
    public List<string> Together { get; set; } = [];

    /// <summary>
    /// Components of a cluster that the rule takes for granted and its cases leave out: <c>kube-apiserver</c>, <c>etcd</c>, <c>kubelet</c>, well configured;
    /// <c>node</c>, whose runtime has user namespaces; <c>pod</c>, any; <c>inhabitants</c>, a pod in each namespace.
    /// </summary>
    public List<string> Beside { get; set; } = [];

    /// <summary>Registries that the rule's author holds to be private, as an owner names them in the policy.</summary>
    public List<string> PrivateRegistries { get; set; } = [];

    /// <summary>Pod Security level that the rule enforces itself, and ours only where a namespace declares it; empty: none.</summary>
    public string Enforce { get; set; } = "";

    /// <summary>
    /// What the rule asks instead, where the map ties it to a control by its topic only and it asks nothing that the control answers: its cases are not compared.
    /// </summary>
    public string Apart { get; set; } = "";

    /// <summary>A control of rights is among those that answer.</summary>
    public bool IsAboutRights => Controls.Exists(control => control.Contains("-RBAC-", StringComparison.Ordinal));

    /// <summary>The finding as far as it answers the question: a failure elsewhere only is a pass here.</summary>
    public Finding Narrow(Finding finding)
    {
        if ((Path.Length == 0 && About.Length == 0 && Together.Count == 0) || finding.Verdict != Verdict.Fail)
            return finding;
        var evidence = finding.Evidence.Where(place => Matches(place.Path, Path) && Matches($"{place.Observed} {place.Expected} {place.Message}", About)).ToList();
        return finding with { Verdict = evidence.Count > 0 && Together.TrueForAll(pattern => evidence.Exists(place => Matches(place.Path, pattern))) ? Verdict.Fail : Verdict.Pass, Evidence = evidence };
    }

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
}
