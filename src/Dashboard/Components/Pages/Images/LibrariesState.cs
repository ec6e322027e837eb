using System.Globalization;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The page of libraries as an address.</summary>
public sealed record LibrariesState
{
    /// <summary>Address of the page without filters.</summary>
    public const string Path = "/images/libraries";

    /// <summary>Libraries of a page unless the address says otherwise.</summary>
    public const int DefaultSize = 10;

    public IReadOnlyList<string> Clusters { get; init; } = [];

    public IReadOnlyList<Severity> Severities { get; init; } = [];

    public string? Text { get; init; }

    public int Page { get; init; } = 1;

    public int Size { get; init; } = DefaultSize;

    /// <summary>The address.</summary>
    public string Href => Links.With(
        Path,
        [
            .. Clusters.Select(name => ("cluster", (string?)name)),
            .. Severities.Select(severity => ("sev", (string?)Words.Of(severity))),
            ("q", Text),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            ("size", Size == DefaultSize ? null : Size.ToString(CultureInfo.InvariantCulture)),
        ]);

    public LibraryFilter Filter => new() { Clusters = Clusters, Severities = [.. Severities.Select(severity => severity.ToString().ToUpperInvariant())], Text = Text };

    public bool IsFiltered => Clusters.Count + Severities.Count > 0 || Text is not null;

    internal static LibrariesState Of(PageQuery query) => new()
    {
        Clusters = query.All("cluster"),
        Severities = query.Severities(),
        Text = query.One("q"),
        Page = query.Number("page", 1, 1, 1_000_000),
        Size = query.Number("size", DefaultSize, 1, LibraryQuery.MaxSize),
    };

    /// <summary>With a severity chosen, or no longer chosen.</summary>
    public LibrariesState Toggled(Severity severity) =>
        this with { Severities = Severities.Contains(severity) ? [.. Severities.Where(other => other != severity)] : [.. Severities, severity], Page = 1 };
}
