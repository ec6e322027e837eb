using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Model.Inventory;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>A library with a fix: which images have the former version, what is to be done about each, and where it runs.</summary>
public sealed partial class LibraryCard
{
    [Parameter, EditorRequired]
    public FixedLibrary Library { get; set; } = default!;

    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    private static string Short(string digest) => digest.Length > 19 ? digest[..19] + "…" : digest;

    private static string HrefOf(string cluster, ObjectRef workload) =>
        new FindingsState { Clusters = [cluster], Namespaces = [workload.Namespace], Kinds = [workload.Kind], Name = workload.Name }.Href;
}
