using Posture.Model.Verdicts;

namespace Posture.Analysis.Catalogue;

/// <summary>Where the verdicts of a control come from today, in words that outputs keep. Empty: nothing assesses it yet, and it is shown as not assessed.</summary>
public static class ControlSources
{
    /// <summary>Objects of the cluster.</summary>
    public const string Cluster = "cluster";

    /// <summary>Reports that another tool left in the cluster or that were imported.</summary>
    public const string Reports = "reports";

    /// <summary>The sources of a control.</summary>
    public static IReadOnlyList<string> Of(Control control)
    {
        if (ControlCatalogue.Default.CheckOf(control.Id) is null)
            return [];
        return control.Evaluation == "ingest" ? [Reports] : [Cluster];
    }
}
