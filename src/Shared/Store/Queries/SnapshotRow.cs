namespace Posture.Store.Queries;

/// <summary>A committed snapshot.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="At">Its time; ask any query <c>at</c> this time to see the state it left.</param>
/// <param name="CatalogueVersion">Version of the catalogue of controls.</param>
/// <param name="Full">Whether it replaced the whole state.</param>
/// <param name="Counts">What it changed; null for a tenant's scope.</param>
public sealed record SnapshotRow(Guid Id, string Cluster, DateTimeOffset At, string CatalogueVersion, bool Full, SnapshotCounts? Counts);

/// <summary>Rows a snapshot opened and closed, and the hash over the state it left (equal states have equal hashes).</summary>
public sealed record SnapshotCounts(int ObjectsOpened, int ObjectsClosed, int FindingsOpened, int FindingsClosed, int Objects, string StateHash);
