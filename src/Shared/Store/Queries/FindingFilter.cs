using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>Filter of the findings list; an empty collection does not limit. Mirrors the URL grammar (ux.md §2.2).</summary>
public sealed record FindingFilter
{
    public static readonly FindingFilter None = new() { IncludeSystem = true };

    /// <summary>Cluster names.</summary>
    public IReadOnlyCollection<string> Clusters { get; init; } = [];

    /// <summary>Namespaces; the empty text stands for cluster-scoped objects.</summary>
    public IReadOnlyCollection<string> Namespaces { get; init; } = [];
    public IReadOnlyCollection<Layer> Layers { get; init; } = [];
    public IReadOnlyCollection<string> Controls { get; init; } = [];
    public IReadOnlyCollection<Severity> Severities { get; init; } = [];
    public IReadOnlyCollection<Verdict> Verdicts { get; init; } = [];
    public IReadOnlyCollection<string> Kinds { get; init; } = [];

    /// <summary>Name of one object, exactly; for object and workload pages.</summary>
    public string? ObjectName { get; init; }

    /// <summary>Text that control, namespace, object name or message contains, in small or capital letters or ones that look the same; at most 200 characters count.</summary>
    public string? Text { get; init; }

    /// <summary>Also findings on system objects, which are not scored. Off by default, so that a list has the total of the figure that led to it.</summary>
    public bool IncludeSystem { get; init; }

    /// <summary>Only findings that have had their verdict since this time or later.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>What to sort findings by.</summary>
public enum FindingSort
{
    Severity,
    /// <summary>How long the verdict has held: ascending is youngest first.</summary>
    Age,
    Control,
    Cluster,
    /// <summary>Namespace, kind, name.</summary>
    Object,
}

/// <summary>One sort key.</summary>
public readonly record struct FindingOrder(FindingSort By, bool Descending);
