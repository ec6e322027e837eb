using System.Text.Json.Serialization;
using Posture.Model.Inventory;

namespace Posture.Model.Verdicts;

/// <summary>
/// A control × object with its verdict. Equal fingerprints over time are the same finding. <see cref="Evidence"/> holds each deciding place, worst first,
/// at most 20; for pass and not applicable it may be empty.
/// </summary>
public sealed record Finding
{
    /// <summary>32 hex digits over cluster, control, group, kind, namespace and name: stable over restarts, replicas and API versions.</summary>
    public string Fingerprint { get => field ??= Verdicts.Fingerprint.Of(Cluster, Control, Object); init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }
    public required string Control { get; init; }
    public required Layer Layer { get; init; }
    public required Severity Severity { get; init; }
    public required Verdict Verdict { get; init; }
    public required ObjectRef Object { get; init; }
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Reason of not assessed, manual, error, not applicable and exempt; for the others the first evidence's message.</summary>
    public string Message { get; init; } = "";

    /// <summary>In a system namespace and of exemption class SYS: shown, left out of the score (rule R7).</summary>
    public bool System { get; init; }

    /// <summary>Namespace the finding counts in: the object's own, a Namespace object's name, or empty for cluster-scoped objects.</summary>
    [JsonIgnore]
    public string ScopeNamespace => Object.ScopeNamespace;

    /// <summary>Same verdict with the same evidence: nothing to store.</summary>
    public bool SameAs(Finding other) =>
        Verdict == other.Verdict && System == other.System && Message == other.Message && Object == other.Object && Evidence.SequenceEqual(other.Evidence);
}
