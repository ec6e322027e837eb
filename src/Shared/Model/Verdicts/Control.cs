namespace Posture.Model.Verdicts;

/// <summary>A requirement with a stable id, as in the catalogue. Texts for people are in the guidance of its check; this is what machines need.</summary>
public sealed record Control
{
    public required string Id { get; init; }
    public required Layer Layer { get; init; }
    public required string Title { get; init; }

    /// <summary>1–10; <see cref="SeverityBands"/> gives the severity.</summary>
    public required int Weight { get; init; }

    /// <summary>api, api-conditional, ingest or external.</summary>
    public required string Evaluation { get; init; }

    /// <summary>NONE, SYS, SYS+INFRA or DEFAULT-RBAC.</summary>
    public required string Exemption { get; init; }

    /// <summary>container, pod, workload, namespace, cluster or fleet.</summary>
    public required string Scope { get; init; }

    /// <summary>Standard → ids in it, for example <c>cis_kubernetes</c> → 5.2.2.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> References { get; init; }

    public Severity Severity => SeverityBands.Of(Weight);
}
