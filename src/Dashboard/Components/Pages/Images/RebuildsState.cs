using System.Globalization;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The page of rebuilds as an address.</summary>
public sealed record RebuildsState
{
    /// <summary>Address of the page without filters.</summary>
    public const string Path = "/images/rebuilds";

    /// <summary>Lines of a page unless the address says otherwise.</summary>
    public const int DefaultSize = 10;

    public IReadOnlyList<string> Clusters { get; init; } = [];

    public IReadOnlyList<string> Owners { get; init; } = [];

    public string? Text { get; init; }

    public int Page { get; init; } = 1;

    public int Size { get; init; } = DefaultSize;

    /// <summary>The address.</summary>
    public string Href => Links.With(
        Path,
        [
            .. Clusters.Select(name => ("cluster", (string?)name)),
            .. Owners.Select(name => ("owner", (string?)name)),
            ("q", Text),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            ("size", Size == DefaultSize ? null : Size.ToString(CultureInfo.InvariantCulture)),
        ]);

    public RebuildFilter Filter => new() { Clusters = Clusters, Owners = Owners, Text = Text };

    public bool IsFiltered => Clusters.Count + Owners.Count > 0 || Text is not null;

    internal static RebuildsState Of(PageQuery query) => new()
    {
        Clusters = query.All("cluster"),
        Owners = query.All("owner"),
        Text = query.One("q"),
        Page = query.Number("page", 1, 1, 1_000_000),
        Size = query.Number("size", DefaultSize, 1, RebuildQuery.MaxSize),
    };

    /// <summary>With an owner chosen, or no longer chosen.</summary>
    public RebuildsState Toggled(string owner) => this with { Owners = Owners.Contains(owner) ? [.. Owners.Where(other => other != owner)] : [.. Owners, owner], Page = 1 };
}
