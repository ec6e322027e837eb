using System.Globalization;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Drift;

/// <summary>The drift list as an address.</summary>
public sealed record DriftState
{
    /// <summary>Rows of a page unless the address says otherwise.</summary>
    public const int DefaultSize = 50;

    public IReadOnlyList<string> Clusters { get; init; } = [];

    public IReadOnlyList<string> Namespaces { get; init; } = [];

    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Begin of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The begin as the address spells it; null for the default.</summary>
    public string? FromText { get; init; }

    /// <summary>End of the period; null for now, moving on.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only objects, only verdicts, or null for both.</summary>
    public string? Show { get; init; }

    public int Page { get; init; } = 1;

    public int Size { get; init; } = DefaultSize;

    public bool Filtered => Clusters.Count + Namespaces.Count + Kinds.Count > 0 || Show is not null;

    /// <summary>The address of this list.</summary>
    public string Href => Links.With(
        "/drift",
        [
            .. Clusters.Select(name => ("cluster", (string?)name)),
            .. Namespaces.Select(name => ("ns", (string?)name)),
            .. Kinds.Select(kind => ("kind", (string?)kind)),
            ("from", FromText),
            ("to", To is { } to ? PageTime.Format(to) : null),
            ("show", Show),
            ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
            ("size", Size == DefaultSize ? null : Size.ToString(CultureInfo.InvariantCulture)),
        ]);

    internal static DriftState Of(PageQuery query, DateTimeOffset now)
    {
        var show = query.One("show");
        if (show is not (null or "objects" or "verdicts"))
        {
            query.Reject("show", show);
            show = null;
        }
        var from = query.Time("from", now);
        return new()
        {
            Clusters = query.All("cluster"),
            Namespaces = query.All("ns"),
            Kinds = query.All("kind"),
            From = from ?? now.AddDays(-7),
            FromText = from is null ? null : query.One("from"),
            To = query.Time("to", now),
            Show = show,
            Page = query.Number("page", 1, 1, 1_000_000),
            Size = query.Number("size", DefaultSize, 1, FindingsQuery.MaxSize),
        };
    }

    internal DriftFilter FilterAt(DateTimeOffset now) => new()
    {
        Clusters = Clusters,
        Namespaces = Namespaces,
        Kinds = Kinds,
        From = From,
        To = To ?? now,
        Objects = Show is not "verdicts",
        Verdicts = Show is not "objects",
    };
}
