using Microsoft.AspNetCore.Components;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>The images that the workload of a finding runs, each with who vouches for it.</summary>
public sealed partial class FindingImages
{
    [Parameter, EditorRequired]
    public IReadOnlyList<ImageRow> Images { get; set; } = [];
}
