namespace Posture.Store.Entities;

/// <summary>Table <c>cluster_digests</c>: what each cluster publishes to the others, the newest only. For collectors; no page reads it.</summary>
internal sealed class ClusterDigestEntity
{
    public Guid ClusterId { get; set; }

    /// <summary>First half of SHA-256 of <see cref="Doc"/>.</summary>
    public Guid Hash { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>JSON of <c>ClusterDigest</c> as UTF-8: names in it may be anything, jsonb could not hold them all.</summary>
    public required byte[] Doc { get; set; }
}
