using System.Globalization;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Findings;

/// <summary>The findings list as an address (ux.md §2.2): what it holds and what it is read from. Defaults are left out of the address.</summary>
public sealed record FindingsState
{
    /// <summary>Rows of a page unless the address says otherwise.</summary>
    public const int DefaultSize = 50;

    private static readonly Verdict[] Failing = [Verdict.Fail];

    public IReadOnlyList<string> Clusters { get; init; } = [];

    /// <summary>Namespaces; the empty text stands for cluster-scoped objects.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    public IReadOnlyList<Layer> Layers { get; init; } = [];

    public IReadOnlyList<string> Controls { get; init; } = [];

    public IReadOnlyList<Severity> Severities { get; init; } = [];

    /// <summary>Verdicts; empty for all (<c>status=all</c>). Failing ones by default.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = Failing;

    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Name of one object.</summary>
    public string? Name { get; init; }

    public string? Text { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>Also findings on system objects, which are not scored.</summary>
    public bool System { get; init; }

    /// <summary>Sort keys; none is severity, worst first.</summary>
    public IReadOnlyList<FindingOrder> Order { get; init; } = [];

    public int Page { get; init; } = 1;

    public int Size { get; init; } = DefaultSize;

    public DateTimeOffset? At { get; init; }

    /// <summary>The address of this list.</summary>
    public string Href => Links.With(
        "/findings",
        [
            .. Clusters.Select(name => ("cluster", (string?)name)),
            .. Namespaces.Select(name => ("ns", (string?)name)),
            .. Layers.Select(layer => ("layer", (string?)Links.Number(layer))),
            .. Controls.Select(id => ("control", (string?)id)),
            .. Severities.Select(severity => ("sev", (string?)Words.Of(severity))),
            .. Verdicts.SequenceEqual(Failing) ? [] : Verdicts.Count == 0 ? [("status", "all")] : Verdicts.Select(verdict => ("status", (string?)Words.Of(verdict))),
            .. Kinds.Select(kind => ("kind", (string?)kind)),
            ("name", Name),
            ("q", Text),
            ("since", Since is { } since ? PageTime.Format(since) : null),
            ("system", System ? "1" : null),
            ("sort", Order.Count == 0 ? null : string.Join(',', Order.Select(Spell))),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            ("size", Size == DefaultSize ? null : Size.ToString(CultureInfo.InvariantCulture)),
            ("at", At is { } at ? PageTime.Format(at) : null),
        ]);

    /// <summary>Whether anything is filtered beyond the default.</summary>
    public bool Filtered => Clusters.Count + Namespaces.Count + Layers.Count + Controls.Count + Severities.Count + Kinds.Count > 0
        || Name is not null || Text is not null || Since is not null || System || !Verdicts.SequenceEqual(Failing);

    public FindingFilter Filter => new()
    {
        Clusters = Clusters,
        Namespaces = Namespaces,
        Layers = Layers,
        Controls = Controls,
        Severities = Severities,
        Verdicts = Verdicts,
        Kinds = Kinds,
        ObjectName = Name,
        Text = Text,
        Since = Since,
        IncludeSystem = System,
    };

    internal static FindingsState Of(PageQuery query, DateTimeOffset now)
    {
        var all = query.One("status") == "all";
        var verdicts = all ? [] : query.Verdicts();
        return new()
        {
            Clusters = query.All("cluster"),
            Namespaces = query.All("ns"),
            Layers = query.Layers(),
            Controls = query.All("control"),
            Severities = query.Severities(),
            Verdicts = all || verdicts.Count > 0 ? verdicts : Failing,
            Kinds = query.All("kind"),
            Name = query.One("name"),
            Text = query.One("q"),
            Since = query.Time("since", now),
            System = query.Flag("system"),
            Order = Sorted(query),
            Page = query.Number("page", 1, 1, 1_000_000),
            Size = query.Number("size", DefaultSize, 1, FindingsQuery.MaxSize),
            At = query.Time("at", now),
        };
    }

    /// <summary>This list sorted by a column: its first click sorts by it, the next turns it round.</summary>
    public FindingsState SortedBy(FindingSort by, bool firstDescending)
    {
        var turn = Order is [var first, ..] && first.By == by ? !first.Descending : firstDescending;
        return this with { Order = [new(by, turn)], Page = 1 };
    }

    private static List<FindingOrder> Sorted(PageQuery query)
    {
        var order = new List<FindingOrder>();
        foreach (var word in (query.One("sort") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(3))
            if (Words.Find<FindingSort>(word.TrimStart('-')) is { } by)
                order.Add(new(by, word.StartsWith('-')));
            else
                query.Reject("sort", word);
        return order;
    }

    private static string Spell(FindingOrder order) => (order.Descending ? "-" : "") + order.By.ToString().ToLowerInvariant();
}
