using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Reading;
using Posture.Store.RowSecurity;

namespace Posture.Store.Queries;

/// <summary>What tenants are, for the sign-on of a person and for administration.</summary>
public sealed class TenantQuery(NpgsqlDataSource source)
{
    /// <summary>Every tenant with its rules and namespaces, by name.</summary>
    public async Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select t.id, t.name, t.display_name, t.created_at,
                array(select r.cluster from tenant_rules r where r.tenant_id = t.id order by r.cluster, r.namespace),
                array(select r.namespace from tenant_rules r where r.tenant_id = t.id order by r.cluster, r.namespace),
                (select count(*)::int from tenant_namespaces v where v.tenant_id = t.id and not v.held),
                (select count(*)::int from tenant_namespaces v where v.tenant_id = t.id and v.held)
            from tenants t order by t.name
            """, scoped.Connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<Tenant>();
        while (await row.ReadAsync(cancellationToken))
            tenants.Add(new(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.Time(3),
                [.. row.GetFieldValue<string[]>(4).Zip(row.GetFieldValue<string[]>(5), (cluster, ns) => new TenantRule(cluster, ns))], row.GetInt32(6), row.GetInt32(7)));
        return tenants;
    }

    /// <summary>Namespaces that a tenant's rules reach, by cluster and name.</summary>
    public async Task<IReadOnlyList<TenantNamespace>> NamespacesAsync(Guid tenant, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select c.name, v.namespace, v.uid, v.held from tenant_namespaces v join clusters c on c.id = v.cluster_id
            where v.tenant_id = $1 order by c.name, v.namespace
            """, scoped.Connection)
        {
            Parameters = { new() { Value = tenant } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var namespaces = new List<TenantNamespace>();
        while (await row.ReadAsync(cancellationToken))
            namespaces.Add(new(new(row.GetString(0), row.GetString(1)), row.GetString(2).Length > 0, row.GetBoolean(3)));
        return namespaces;
    }

    /// <summary>The scope of a person who belongs to these tenants; names that no tenant has give nothing.</summary>
    public async Task<ViewScope> ScopeAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
            return ViewScope.Of([], []);
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select t.id, c.name, v.namespace from tenants t
                left join tenant_namespaces v on v.tenant_id = t.id and not v.held left join clusters c on c.id = v.cluster_id
            where t.name = any($1)
            """, scoped.Connection)
        {
            Parameters = { new() { Value = names.Select(PgText.Clean).ToArray() } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (tenants, namespaces) = (new HashSet<Guid>(), new List<ScopedNamespace>());
        while (await row.ReadAsync(cancellationToken))
        {
            tenants.Add(row.GetGuid(0));
            if (row.TextOrNull(1) is { } cluster)
                namespaces.Add(new(cluster, row.GetString(2)));
        }
        return ViewScope.Of(tenants, namespaces);
    }
}
