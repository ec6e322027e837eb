using System.Globalization;
using Posture.Analysis.Provenance;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>The list of images as an address: what it holds and what it is read from. Defaults are left out of the address.</summary>
public sealed record ImagesState
{
    /// <summary>Rows of a page unless the address says otherwise.</summary>
    public const int DefaultSize = 50;

    public IReadOnlyList<string> Clusters { get; init; } = [];

    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Registries.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Repositories, with their host.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Classes of registries: words of <c>ImageStanding.Classes</c>.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>States; empty for all.</summary>
    public IReadOnlyList<ProvenanceState> States { get; init; } = [];

    public string? Text { get; init; }

    /// <summary>Also images that are not in use any more.</summary>
    public bool Past { get; init; }

    public ImageOrder Order { get; init; }

    public int Page { get; init; } = 1;

    public int Size { get; init; } = DefaultSize;

    /// <summary>The address of this list.</summary>
    public string Href => Links.With(
        "/images",
        [
            .. Clusters.Select(name => ("cluster", (string?)name)),
            .. Namespaces.Select(name => ("ns", (string?)name)),
            .. Hosts.Select(name => ("registry", (string?)name)),
            .. Repositories.Select(name => ("repository", (string?)name)),
            .. Classes.Select(name => ("class", (string?)name)),
            .. States.Select(state => ("state", (string?)ImageWords.Of(state))),
            ("q", Text),
            ("past", Past ? "1" : null),
            ("sort", Order == default ? null : (Order.Descending ? "-" : "") + Order.By.ToString().ToLowerInvariant()),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            ("size", Size == DefaultSize ? null : Size.ToString(CultureInfo.InvariantCulture)),
        ]);

    public ImageFilter Filter => new() { Clusters = Clusters, Namespaces = Namespaces, Hosts = Hosts, Repositories = Repositories, Classes = Classes, States = [.. States.Select(ProvenanceWords.Of)], Text = Text, IncludePast = Past };

    internal static ImagesState Of(PageQuery query)
    {
        var states = new List<ProvenanceState>();
        foreach (var word in query.All("state"))
            if (Words.Find<ProvenanceState>(word) is { } state)
                states.Add(state);
            else
                query.Reject("state", word);
        var order = default(ImageOrder);
        if (query.One("sort") is { } sort)
        {
            if (Words.Find<ImageSort>(sort.TrimStart('-')) is { } by)
                order = new(by, sort.StartsWith('-'));
            else
                query.Reject("sort", sort);
        }
        return new()
        {
            Clusters = query.All("cluster"),
            Namespaces = query.All("ns"),
            Hosts = query.All("registry"),
            Repositories = query.All("repository"),
            Classes = RegistryWords.ClassesOf(query),
            States = states,
            Text = query.One("q"),
            Past = query.Flag("past"),
            Order = order,
            Page = query.Number("page", 1, 1, 1_000_000),
            Size = query.Number("size", DefaultSize, 1, ImageQuery.MaxSize),
        };
    }

    /// <summary>This list sorted by a column: its first click sorts by it, the next turns it round.</summary>
    public ImagesState SortedBy(ImageSort by, bool firstDescending) => this with { Order = new(by, Order.By == by ? !Order.Descending : firstDescending), Page = 1 };

    /// <summary>This list with a class chosen, or no longer chosen.</summary>
    public ImagesState Toggled(string name) => this with { Classes = Classes.Contains(name) ? [.. Classes.Where(other => other != name)] : [.. Classes, name], Page = 1 };

    /// <summary>This list with a state chosen, or no longer chosen.</summary>
    public ImagesState Toggled(ProvenanceState state) => this with { States = States.Contains(state) ? [.. States.Where(other => other != state)] : [.. States, state], Page = 1 };
}
