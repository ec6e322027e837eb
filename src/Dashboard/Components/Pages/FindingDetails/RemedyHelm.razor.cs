using Microsoft.AspNetCore.Components;
using Posture.Analysis.Remediation;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>The change for objects that a Helm release renders: where to look for a value, and a post-renderer where the chart has none.</summary>
public sealed partial class RemedyHelm
{
    [Parameter, EditorRequired]
    public RemedyModel Model { get; set; } = default!;

    /// <summary>The changed objects by the release that renders them; those of no release are left out.</summary>
    internal static IEnumerable<IGrouping<HelmRelease, ObjectChange>> Releases(RemedyModel model) =>
        from change in model.Remedy.Changes
        let release = HelmRelease.Of(change.Before)
        where release is not null && !change.IsStaticPod
        group change by release;
}
