using Npgsql;

namespace Posture.Store.RowSecurity;

/// <summary>The connection pools of one database: the owner's, which migrates, and one for each <see cref="StoreRole"/>.</summary>
public sealed class StoreSources : IAsyncDisposable
{
    private readonly Dictionary<StoreRole, NpgsqlDataSource> _pools = [];
    private readonly Dictionary<StoreRole, string?> _passwords = [];

    private StoreSources(NpgsqlDataSource owner) => Owner = owner;

    public NpgsqlDataSource Owner { get; }

    public NpgsqlDataSource Collector => Of(StoreRole.Collector);

    public NpgsqlDataSource Web => Of(StoreRole.Web);

    public NpgsqlDataSource Export => Of(StoreRole.Export);

    public NpgsqlDataSource Identity => Of(StoreRole.Identity);

    /// <summary>Opens the pools; nothing is connected yet.</summary>
    /// <param name="owner">Connection string of the owner.</param>
    /// <param name="given">
    /// Connection string of a role that the server's administrator made by hand, or null: its account is then made, and kept, with the owner's rights.
    /// </param>
    public static StoreSources Open(string owner, Func<StoreRole, string?>? given = null)
    {
        var sources = new StoreSources(StoreServices.CreateSource(owner));
        foreach (var role in StoreRole.All)
        {
            var own = given?.Invoke(role) is { Length: > 0 } text ? text : null;
            if (own is null)
                sources._passwords[role] = role.Password(new NpgsqlConnectionStringBuilder(owner).Password);
            sources._pools[role] = StoreServices.CreateSource(own ?? role.ConnectionString(owner));
        }
        return sources;
    }

    public NpgsqlDataSource Of(StoreRole role) => _pools[role];

    /// <summary>Whether the product itself makes the account, and with which password.</summary>
    internal bool Makes(StoreRole role, out string? password) => _passwords.TryGetValue(role, out password);

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
            await pool.DisposeAsync();
        await Owner.DisposeAsync();
    }
}
