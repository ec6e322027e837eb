namespace Posture.Dashboard.Api;

/// <summary>The clusters together.</summary>
/// <param name="At">The time looked at.</param>
/// <param name="Score">Mean of the clusters whose data is not too old.</param>
/// <param name="Open">Open findings.</param>
/// <param name="Clusters">How many clusters are visible.</param>
/// <param name="LeftOut">Names of clusters whose data is too old to count, or that have none yet.</param>
internal sealed record FleetDocument(DateTimeOffset At, ScoreDocument Score, OpenDocument Open, int Clusters, IReadOnlyList<string> LeftOut);

/// <summary>Open findings by severity.</summary>
internal sealed record OpenDocument(int Critical, int High, int Medium, int Low);
