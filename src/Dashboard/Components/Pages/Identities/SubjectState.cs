using Posture.Analysis.Identities;
using Posture.Model.Inventory;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>The page of one subject as an address: names of users and groups may hold any sign, so they are no part of the path.</summary>
public sealed record SubjectState
{
    public required string Cluster { get; init; }

    /// <summary>User, Group or ServiceAccount.</summary>
    public required string Kind { get; init; }

    /// <summary>Namespace of a service account; else empty.</summary>
    public string Namespace { get; init; } = "";

    public required string Name { get; init; }

    /// <summary>The right asked about.</summary>
    public string? Verb { get; init; }

    public string? Resource { get; init; }

    /// <summary>Where it is asked about; null for the whole cluster.</summary>
    public string? In { get; init; }

    /// <summary>Name of one object.</summary>
    public string? Object { get; init; }

    /// <summary>What is asked; null while verb or resource is missing.</summary>
    public RightAsked? Asked => Verb is { } verb && Resource is { } resource ? new(verb, resource, In ?? "", Object ?? "") : null;

    /// <summary>The address of this view.</summary>
    public string Href => Links.With(
        "/identities/subject",
        ("cluster", Cluster), ("kind", Kind), ("ns", Namespace.Length == 0 ? null : Namespace), ("name", Name), ("verb", Verb), ("resource", Resource),
        ("in", In), ("object", Object));

    public static SubjectState Of(string cluster, Subject subject) =>
        new() { Cluster = cluster, Kind = subject.Kind, Namespace = subject.Namespace ?? "", Name = subject.Name };

    /// <summary>Null when the address names no subject.</summary>
    internal static SubjectState? Of(PageQuery query) =>
        query.One("cluster") is { } cluster && query.One("kind") is { } kind && query.One("name") is { } name
            ? new()
            {
                Cluster = cluster,
                Kind = kind,
                Namespace = query.One("ns") ?? "",
                Name = name,
                Verb = query.One("verb"),
                Resource = query.One("resource"),
                In = query.One("in"),
                Object = query.One("object"),
            }
            : null;
}
