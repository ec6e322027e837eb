using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Catalogue;

/// <summary>Where the verdicts of a control come from today, in words that outputs keep. Empty: nothing assesses it yet, and it is shown as not assessed.</summary>
public static class ControlSources
{
    /// <summary>Objects of the cluster.</summary>
    public const string Cluster = "cluster";

    /// <summary>Reports that another tool left in the cluster or that were imported.</summary>
    public const string Reports = "reports";

    /// <summary>Facts of images and registries that a reader or an import brings.</summary>
    public const string Facts = "facts";

    /// <summary>Results of kube-bench or of an infrastructure assessment, where the cluster does not show its settings.</summary>
    public const string Benchmark = "kube-bench";

    /// <summary>A dated statement of a person in the policy file.</summary>
    public const string Attestation = "attestation";

    /// <summary>The sources of a control.</summary>
    public static IReadOnlyList<string> Of(Control control)
    {
        if (ControlCatalogue.Default.CheckOf(control.Id) is null)
            return [];
        var sources = new List<string> { control.Evaluation switch { "ingest" => Reports, "external" => Facts, _ => Cluster } };
        if (Supplements.TakesBenchmarks(control))
            sources.Add(Benchmark);
        if (AttestationReader.MayStandFor(control.Id))
            sources.Add(Attestation);
        return sources;
    }
}
