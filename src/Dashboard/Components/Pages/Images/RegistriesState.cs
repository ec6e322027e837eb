using System.Globalization;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The list of registries as an address. One that names registries lists their repositories.</summary>
public sealed record RegistriesState
{
    /// <summary>Address of the page.</summary>
    public const string Path = "/images/registries";

    /// <summary>Rows of a page unless the address says otherwise.</summary>
    public const int DefaultSize = 50;

    public IReadOnlyList<string> Clusters { get; init; } = [];

    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Registries whose repositories are listed; empty for the registries themselves.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Words of <c>ImageStanding.Classes</c>.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    public string? Text { get; init; }

    public int Page { get; init; } = 1;

    public int Size { get; init; } = DefaultSize;

    /// <summary>Whether rows are repositories.</summary>
    public bool ByRepository => Hosts.Count > 0;

    /// <summary>The address of this list.</summary>
    public string Href => Links.With(
        Path,
        [
            .. Clusters.Select(name => ("cluster", (string?)name)),
            .. Namespaces.Select(name => ("ns", (string?)name)),
            .. Hosts.Select(name => ("registry", (string?)name)),
            .. Classes.Select(name => ("class", (string?)name)),
            ("q", Text),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            ("size", Size == DefaultSize ? null : Size.ToString(CultureInfo.InvariantCulture)),
        ]);

    public ImageFilter Filter => new() { Clusters = Clusters, Namespaces = Namespaces, Hosts = Hosts, Classes = Classes, Text = Text };

    internal static RegistriesState Of(PageQuery query) => new()
    {
        Clusters = query.All("cluster"),
        Namespaces = query.All("ns"),
        Hosts = query.All("registry"),
        Classes = RegistryWords.ClassesOf(query),
        Text = query.One("q"),
        Page = query.Number("page", 1, 1, 1_000_000),
        Size = query.Number("size", DefaultSize, 1, RegistryQuery.MaxSize),
    };

    /// <summary>This list with a class chosen, or no longer chosen.</summary>
    public RegistriesState Toggled(string name) => this with { Classes = Classes.Contains(name) ? [.. Classes.Where(other => other != name)] : [.. Classes, name], Page = 1 };

    /// <summary>The tags of a row's registry that were seen under more than one digest.</summary>
    public string MovesOf(RegistryRow row) => (this with { Hosts = [row.Host], Page = 1 }).Href + "#moved";

    /// <summary>The images that a row counts.</summary>
    public ImagesState ImagesOf(RegistryRow row) =>
        new() { Clusters = Clusters, Namespaces = Namespaces, Hosts = [row.Host], Repositories = ByRepository ? [row.Name] : [], Classes = Classes, Text = Text };
}
