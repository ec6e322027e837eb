using Posture.Analysis.Checks;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Evaluation;

/// <summary>
/// What stands in where a check could not decide: fresh results of kube-bench or of an infrastructure assessment, then a dated statement of a person. Neither ever
/// overrides what a check saw itself.
/// </summary>
internal static class Supplements
{
    /// <summary>Whether ingested results of nodes and the control plane may answer for a control.</summary>
    public static bool TakesBenchmarks(Control control) => control is { Evaluation: "api-conditional", Scope: "cluster" }
        && (BenchmarkIndex.NumbersOf(control).Any() || BenchmarkIndex.AssessmentsOf(control).Any());

    /// <summary>Replaces an undecided verdict where something else answers.</summary>
    public static void Apply(Control control, CheckSubject subject, ClusterView view, Judgement judgement)
    {
        if (!view.Benchmarks.IsEmpty && TakesBenchmarks(control) && view.Benchmarks.Of(control, view.Now.AddDays(-view.Policy.BenchmarkDays)) is { } answer)
            Take(answer, judgement);
        if (judgement.Verdict is Verdict.NotAssessed or Verdict.Manual && view.Policy.Attestations.Count > 0 && AttestationReader.MayStandFor(control.Id))
            Attest(control, subject, view, judgement);
    }

    private static void Take(BenchmarkAnswer answer, Judgement judgement)
    {
        var failed = answer.Places.Where(place => place.Status == "FAIL").ToList();
        var open = answer.Places.Where(place => place.Status is not ("FAIL" or "PASS" or "INFO")).ToList();
        judgement.Reset();
        foreach (var place in failed)
            judgement.Fail($"{place.Source}: {place.Id}", place.Status, "PASS", $"{place.Source} found that {place.Id} is not kept; the API does not show this setting.");
        if (failed.Count > 0)
            return;
        if (open.Count > 0)
            judgement.Manual($"{open[0].Source} leaves {string.Join(", ", open.Select(place => place.Id).Distinct())} to a person.");
        else if (answer.Silent.Count > 0)
            judgement.NotAssessed($"The results at hand lack {string.Join(", ", answer.Silent)}; run kube-bench on control-plane nodes and on workers.");
        else if (answer.Nodes.Count > 0)
            judgement.NotAssessed($"No results of {answer.Nodes.Count} nodes (first {answer.Nodes[0]}); run kube-bench on each and name its file after the node.");
        else if (answer.Places.All(place => place.Status == "INFO"))
            judgement.NotApplicable($"{answer.Places[0].Source} says that this does not apply.");
        else
            foreach (var place in answer.Places)
                judgement.Note($"{place.Source}: {place.Id}", place.Status, "Ingested: the API does not show this setting.");
    }

    private static void Attest(Control control, CheckSubject subject, ClusterView view, Judgement judgement)
    {
        var today = DateOnly.FromDateTime(view.Now.UtcDateTime);
        var said = view.Policy.Attestations.Where(one => one.Control == control.Id && one.Date <= today && one.Covers(view.Cluster, subject.Ref))
            .OrderByDescending(one => one.Expires >= today).ThenByDescending(one => one.Date).FirstOrDefault();
        if (said is null)
            return;
        judgement.Reset();
        var words = $"{said.By} stated on {said.Date:yyyy-MM-dd}: {said.Statement}";
        if (said.Expires < today)
            judgement.Manual($"The statement of {said.By} of {said.Date:yyyy-MM-dd} ended on {said.Expires:yyyy-MM-dd}; a person must look again.");
        else if (said.Passes)
            judgement.Note("policy: attestations", $"holds until {said.Expires:yyyy-MM-dd}", said.Evidence is { } evidence ? $"{words} ({evidence})" : words);
        else
            judgement.Fail("policy: attestations", "not kept", "kept", words);
    }
}
