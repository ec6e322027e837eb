namespace Posture.Store;

/// <summary>The database was migrated by a newer build; this one must not write to it.</summary>
public sealed class SchemaTooNewException(IReadOnlyCollection<string> unknown) : StoreException(
    "store.schema_too_new",
    $"the database has {unknown.Count} schema change(s) that this version does not know, the newest is {unknown.Max(StringComparer.Ordinal)}; "
    + "start the newer version of Posture, or restore the backup made before the upgrade");

/// <summary>Another process has held the schema lock for too long.</summary>
public sealed class SchemaBusyException(TimeSpan waited, Exception inner) : StoreException(
    "store.schema_busy",
    $"another process has been changing the database's schema for more than {waited.TotalSeconds:0} s; wait for it to end, or end it, and start again",
    inner);
