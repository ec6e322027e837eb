using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The page of libraries as an address.</summary>
public sealed record LibrariesState
{
    /// <summary>Address of the page without filters.</summary>
    public const string Path = "/images/libraries";

    public IReadOnlyList<string> Clusters { get; init; } = [];

    public IReadOnlyList<Severity> Severities { get; init; } = [];

    public string? Text { get; init; }

    /// <summary>The address.</summary>
    public string Href => Links.With(
        Path, [.. Clusters.Select(name => ("cluster", (string?)name)), .. Severities.Select(severity => ("sev", (string?)Words.Of(severity))), ("q", Text)]);

    public LibraryFilter Filter => new() { Clusters = Clusters, Severities = [.. Severities.Select(severity => severity.ToString().ToUpperInvariant())], Text = Text };

    public bool IsFiltered => Clusters.Count + Severities.Count > 0 || Text is not null;

    internal static LibrariesState Of(PageQuery query) => new() { Clusters = query.All("cluster"), Severities = query.Severities(), Text = query.One("q") };

    /// <summary>With a severity chosen, or no longer chosen.</summary>
    public LibrariesState Toggled(Severity severity) => this with { Severities = Severities.Contains(severity) ? [.. Severities.Where(other => other != severity)] : [.. Severities, severity] };
}
