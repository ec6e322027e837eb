namespace Posture.Dashboard.Api;

/// <summary>A cluster.</summary>
/// <param name="Name">As in addresses.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Environment">For example production.</param>
/// <param name="ServerVersion">Kubernetes version; null when unknown.</param>
/// <param name="CollectedAt">When its state was last confirmed; null before the first time.</param>
/// <param name="Freshness"><c>current</c>, <c>late</c>, <c>left-out</c> or <c>never</c>.</param>
/// <param name="Score">Of the cluster, or of what the caller sees of it.</param>
/// <param name="Layers">Scores by layer, 1 to 10.</param>
/// <param name="Open">Open findings.</param>
internal sealed record ClusterDocument(
    string Name, string DisplayName, string Environment, string? ServerVersion, DateTimeOffset? CollectedAt, string Freshness, ScoreDocument Score,
    IReadOnlyDictionary<string, ScoreDocument> Layers, OpenDocument Open);
