using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The page of rebuilds as an address.</summary>
public sealed record RebuildsState
{
    /// <summary>Address of the page without filters.</summary>
    public const string Path = "/images/rebuilds";

    public IReadOnlyList<string> Clusters { get; init; } = [];

    public IReadOnlyList<string> Owners { get; init; } = [];

    public string? Text { get; init; }

    /// <summary>The address.</summary>
    public string Href => Links.With(
        Path, [.. Clusters.Select(name => ("cluster", (string?)name)), .. Owners.Select(name => ("owner", (string?)name)), ("q", Text)]);

    public RebuildFilter Filter => new() { Clusters = Clusters, Owners = Owners, Text = Text };

    public bool IsFiltered => Clusters.Count + Owners.Count > 0 || Text is not null;

    internal static RebuildsState Of(PageQuery query) => new() { Clusters = query.All("cluster"), Owners = query.All("owner"), Text = query.One("q") };

    /// <summary>With an owner chosen, or no longer chosen.</summary>
    public RebuildsState Toggled(string owner) => this with { Owners = Owners.Contains(owner) ? [.. Owners.Where(other => other != owner)] : [.. Owners, owner] };
}
