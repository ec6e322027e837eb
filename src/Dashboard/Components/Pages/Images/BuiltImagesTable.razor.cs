using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Inventory;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Images that are built on another, with what is to be done about each and where it runs.</summary>
public sealed partial class BuiltImagesTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<BuiltImage> Images { get; set; } = [];

    /// <summary>What the table is called.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    private static string Short(string digest) => digest.Length > 19 ? digest[..19] + "…" : digest;

    private static string HrefOf(string cluster, ObjectRef workload) =>
        new FindingsState { Clusters = [cluster], Namespaces = [workload.Namespace], Kinds = [workload.Kind], Name = workload.Name }.Href;
}
