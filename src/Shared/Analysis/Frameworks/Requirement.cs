using Posture.Model.Verdicts;

namespace Posture.Analysis.Frameworks;

/// <summary>A numbered item of a framework.</summary>
/// <param name="Id">Its number, for example 5.2.2.</param>
/// <param name="Class">
/// How it can be assessed, in the catalogue's words: api, api-conditional, api-partial, ingest (reports of another tool), external (a source outside of the cluster),
/// kube-bench (access to nodes) or manual.
/// </param>
/// <param name="Title">Short title of our own.</param>
/// <param name="Controls">Controls that speak of it, in catalogue order.</param>
public sealed record Requirement(string Id, string Class, TitlePair Title, IReadOnlyList<Control> Controls)
{
    internal static readonly IReadOnlyList<string> Classes = ["api", "api-conditional", "api-partial", "ingest", "external", "kube-bench", "manual"];

    public Assessment Assessment => Class switch
    {
        "api" or "api-conditional" => Assessment.Automatic,
        "api-partial" => Assessment.Partial,
        "manual" => Assessment.Manual,
        _ => Assessment.Ingested,
    };

    /// <summary>
    /// Whether verdicts of its controls can decide the whole item. Of an item that needs reports or facts from elsewhere only when a control draws on just those;
    /// of one that is partly or wholly a person's matter never.
    /// </summary>
    public bool IsDecidedByControls => Assessment == Assessment.Automatic || (Class is "ingest" or "external" && Controls.Any(control => control.Evaluation == Class));

    /// <summary>Whether results of kube-bench decide it.</summary>
    public bool IsDecidedByBenchmark => Class == "kube-bench";
}
