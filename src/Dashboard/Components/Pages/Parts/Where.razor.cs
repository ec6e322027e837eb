using Microsoft.AspNetCore.Components;
using Posture.Model.Inventory;

namespace Posture.Dashboard.Components.Pages.Parts;

/// <summary>Names an object: cluster, namespace, kind, name.</summary>
public sealed partial class Where
{
    /// <summary>Cluster, as a link; null when it is said elsewhere.</summary>
    [Parameter]
    public string? Cluster { get; set; }

    [Parameter, EditorRequired]
    public ObjectRef Object { get; set; } = null!;
}
