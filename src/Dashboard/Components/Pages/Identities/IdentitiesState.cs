using System.Globalization;
using Posture.Analysis.Access;
using Posture.Analysis.Identities;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>The identities page as an address: who-can question and list of subjects.</summary>
public sealed record IdentitiesState
{
    /// <summary>Rows of the list of subjects on a page.</summary>
    public const int Size = 50;

    public string? Cluster { get; init; }

    /// <summary>Only rights that hold in this namespace; null for anywhere.</summary>
    public string? Namespace { get; init; }

    public string? Verb { get; init; }

    /// <summary>As on the command line: <c>deployments.apps/scale</c>, or a URL such as <c>/metrics</c>.</summary>
    public string? Resource { get; init; }

    /// <summary>Name of one object.</summary>
    public string? Name { get; init; }

    /// <summary>Part of a subject's name.</summary>
    public string? Text { get; init; }

    public IdentityKind? Kind { get; init; }

    /// <summary>Only subjects with a reason to look at them.</summary>
    public bool Risky { get; init; }

    /// <summary>Subjects of the platform too.</summary>
    public bool Platform { get; init; }

    public int Page { get; init; } = 1;

    /// <summary>What is asked; null while verb or resource is missing.</summary>
    public AccessQuestion? Asked =>
        Verb is { } verb && Resource is { } resource ? KnownResources.QuestionOf(verb, resource, Namespace ?? "", Name ?? "") : null;

    /// <summary>Whether subjects are left out that <see cref="Unfiltered"/> would list.</summary>
    public bool Filtered => Text is not null || Kind is not null || Risky;

    /// <summary>With all subjects of the cluster, or of the namespace.</summary>
    public IdentitiesState Unfiltered => this with { Text = null, Kind = null, Risky = false, Page = 1 };

    /// <summary>The address of this view.</summary>
    public string Href => Links.With(
        "/identities",
        ("cluster", Cluster), ("ns", Namespace), ("verb", Verb), ("resource", Resource), ("name", Name), ("q", Text), ("kind", Kind?.ToString()),
        ("risk", Risky ? "1" : null), ("platform", Platform ? "1" : null), ("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)));

    internal static IdentitiesState Of(PageQuery query)
    {
        IdentityKind? kind = null;
        if (query.One("kind") is { } text && (kind = Words.Find<IdentityKind>(text)) is null)
            query.Reject("kind", text);
        return new()
        {
            Cluster = query.One("cluster"),
            Namespace = query.One("ns"),
            Verb = query.One("verb"),
            Resource = query.One("resource"),
            Name = query.One("name"),
            Text = query.One("q"),
            Kind = kind,
            Risky = query.Flag("risk"),
            Platform = query.Flag("platform"),
            Page = query.Number("page", 1, 1, 1_000_000),
        };
    }
}
