namespace Posture.Store.Entities;

/// <summary>Table <c>clusters</c>: one row a cluster, with the state of its newest snapshot.</summary>
internal sealed class ClusterEntity
{
    public Guid Id { get; set; }
    public required string Name { get; set; }
    public required string DisplayName { get; set; }
    public required string Environment { get; set; }
    public required string Source { get; set; }
    public string? ServerVersion { get; set; }
    public long Epoch { get; set; }
    public Guid? LastSnapshot { get; set; }
    public DateTimeOffset? FirstAt { get; set; }
    public DateTimeOffset? CollectedAt { get; set; }
    public int ObjectCount { get; set; }

    /// <summary>XOR of the content hashes of all current objects and findings.</summary>
    public Guid StateHash { get; set; }
}
