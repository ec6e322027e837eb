using Posture.Model.Federation;

namespace Posture.Analysis.Federation;

/// <summary>The other clusters of the fleet, as one of them sees them.</summary>
/// <param name="Environment">Environment of the cluster that looks; empty when none is given.</param>
/// <param name="Others">All other clusters, those included that have published nothing yet.</param>
/// <param name="Version">Moves when anything but the times of confirmation did.</param>
public sealed record Fleet(string Environment, IReadOnlyList<FleetMember> Others, long Version)
{
    /// <summary>A cluster that stands alone.</summary>
    public static readonly Fleet Alone = new("", [], 0);
}

/// <summary>A cluster to compare with: it has published a digest.</summary>
/// <param name="Name">Slug.</param>
/// <param name="Environment">For example production.</param>
/// <param name="Digest">What it published.</param>
public sealed record Peer(string Name, string Environment, ClusterDigest Digest);
