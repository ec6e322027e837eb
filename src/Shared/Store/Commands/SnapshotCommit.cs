using Posture.Model.Coverage;
using Posture.Model.Federation;
using Posture.Model.Inventory;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;

namespace Posture.Store.Commands;

/// <summary>What one evaluation of a cluster brings. It becomes visible whole or not at all (P-02).</summary>
public sealed record SnapshotCommit
{
    public required Guid ClusterId { get; init; }

    /// <summary>Epoch taken by <see cref="ClusterRegistry.TakeEpochAsync"/>; an older one is refused.</summary>
    public required long Epoch { get; init; }

    /// <summary>Time of the evaluation; moved past the newest snapshot's when a clock went back.</summary>
    public required DateTimeOffset At { get; init; }
    public required string CatalogueVersion { get; init; }

    /// <summary>
    /// True: this is the whole state; objects, findings, scores and coverage that are not in it are closed. False: only what is named changes.
    /// Either way an object or finding that is equal to the stored one writes no row.
    /// </summary>
    public required bool Full { get; init; }
    public IReadOnlyCollection<KubeObject> Put { get; init; } = [];
    public IReadOnlyCollection<ObjectRef> Removed { get; init; } = [];

    /// <summary>Of a full commit: objects that could not be read and stay as they are stored.</summary>
    public IReadOnlyCollection<ObjectRef> Kept { get; init; } = [];
    public IReadOnlyCollection<Finding> Changed { get; init; } = [];
    public IReadOnlyCollection<Finding> RemovedFindings { get; init; } = [];

    /// <summary>Workloads whose images changed, each with all that it runs now; equal ones write nothing. Of a full commit every workload: the images of others are closed.</summary>
    public IReadOnlyCollection<WorkloadImages> Images { get; init; } = [];

    /// <summary>Digests of which scanners may have said something new; equal ones write nothing. Of a full commit all that scanners speak of: others are forgotten.</summary>
    public IReadOnlyCollection<ImageScan> Scans { get; init; } = [];

    /// <summary>Digests that no scanner speaks of any more.</summary>
    public IReadOnlyCollection<string> ScansGone { get; init; } = [];
    public IReadOnlyCollection<KindCoverage> Coverage { get; init; } = [];

    /// <summary>Scores that may have changed; equal ones write nothing, <see cref="Score.None"/> closes the stored one.</summary>
    public IReadOnlyCollection<ScoreRow> Scores { get; init; } = [];

    /// <summary>What the cluster publishes to the others; null when it is what was committed last.</summary>
    public ClusterDigest? Digest { get; init; }

    /// <summary>False when the source said nothing: another cluster changed, and the state of this one is not confirmed by it.</summary>
    public bool Confirms { get; init; } = true;

    /// <summary>Objects of the cluster after this commit.</summary>
    public required int ObjectCount { get; init; }
    public string? ServerVersion { get; init; }
}

/// <summary>A score to store.</summary>
/// <param name="Namespace">Namespace; empty for the cluster-scoped objects together; null for the whole cluster.</param>
/// <param name="Layer">1–10, or 0 for the scope's own score.</param>
/// <param name="Score">The score.</param>
public sealed record ScoreRow(string? Namespace, int Layer, Score Score);
