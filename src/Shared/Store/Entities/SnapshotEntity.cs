namespace Posture.Store.Entities;

/// <summary>Table <c>snapshots</c>: one row a commit that changed anything.</summary>
internal sealed class SnapshotEntity
{
    public Guid Id { get; set; }
    public Guid ClusterId { get; set; }
    public DateTimeOffset At { get; set; }
    public required string CatalogueVersion { get; set; }
    public bool IsFull { get; set; }
    public int ObjectsOpened { get; set; }
    public int ObjectsClosed { get; set; }
    public int FindingsOpened { get; set; }
    public int FindingsClosed { get; set; }
    public int ObjectCount { get; set; }
    public Guid StateHash { get; set; }
}
