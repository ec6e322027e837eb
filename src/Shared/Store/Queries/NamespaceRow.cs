namespace Posture.Store.Queries;

/// <summary>A namespace of a cluster.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Namespace">The namespace; empty for cluster-scoped objects (never for a tenant).</param>
/// <param name="Scores">Its scores; null when nothing in it is scored.</param>
/// <param name="Open">Open findings.</param>
public sealed record NamespaceRow(string Cluster, string Namespace, ScoreSet? Scores, SeverityCounts Open);
