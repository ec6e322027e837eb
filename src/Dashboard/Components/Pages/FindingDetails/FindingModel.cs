using Posture.Analysis.Checks;
using Posture.Analysis.Remediation;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>One finding as the page shows it.</summary>
/// <param name="Detail">The finding and its past.</param>
/// <param name="Control">Its control; null when the catalogue no longer has it.</param>
/// <param name="Guidance">Texts; null when the control has no check any more.</param>
/// <param name="Document">The object as it was judged, as indented JSON; null when it is not stored or not visible.</param>
/// <param name="Deleted">The object is gone.</param>
/// <param name="Gains">Scores now and if this finding passed.</param>
/// <param name="Remedy">The change that makes it pass; null when it does not fail now, or no change of objects would.</param>
/// <param name="NoPatch">Why there is no remedy; null when there is one, or nothing to mend.</param>
/// <param name="Images">Images of the workload that the finding is about, where it is one of content, registries or builds.</param>
/// <param name="CollectedAt">When the cluster's state was last confirmed.</param>
public sealed record FindingModel(
    FindingDetail Detail, Control? Control, Guidance? Guidance, string? Document, bool Deleted, IReadOnlyList<FindingGain> Gains,
    RemedyModel? Remedy, NoPatchReason? NoPatch, IReadOnlyList<ImageRow> Images, DateTimeOffset? CollectedAt)
{
    public Finding Finding => Detail.Row.Finding;

    /// <summary>When the finding ended; null while it is current.</summary>
    public DateTimeOffset? Ended => Detail.Row.To;

    public string Title => Guidance?.Title ?? Control?.Title ?? Finding.Control;
}

/// <summary>A score now and after the fix.</summary>
/// <param name="Layer">The layer; null for the whole.</param>
/// <param name="Namespace">The namespace; null for the cluster.</param>
/// <param name="Now">Score now.</param>
/// <param name="Then">Score if the finding passed.</param>
public sealed record FindingGain(Layer? Layer, string? Namespace, double Now, double Then);
