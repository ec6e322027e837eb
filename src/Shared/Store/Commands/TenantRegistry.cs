using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Commands.Writing;
using Posture.Store.Reading;
using Posture.Store.RowSecurity;

namespace Posture.Store.Commands;

/// <summary>Changes tenants, each change with its entry in the audit log. For administration: who may call is checked by the caller.</summary>
public sealed class TenantRegistry(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Most rules of one tenant.</summary>
    public const int MaxRules = 1000;

    /// <summary>Makes a tenant, or gives the one with this name another display name and other rules.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="name">Slug: 1–63 of a–z, 0–9 and '-', with a letter or digit at both ends.</param>
    /// <param name="displayName">Name for people.</param>
    /// <param name="rules">All of its rules.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">A name or rule is not valid, or there are too many.</exception>
    public async Task<Guid> PutAsync(
        Actor actor, string name, string displayName, IReadOnlyCollection<TenantRule> rules, CancellationToken cancellationToken)
    {
        if (!IsName(name))
            throw new ArgumentException("a tenant's name is 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends", nameof(name));
        if (rules.Count > MaxRules || rules.Any(rule => !rule.IsValid))
            throw new ArgumentException($"at most {MaxRules} rules of a name or a prefix that ends in -*", nameof(rules));
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        var before = await StateAsync(scoped, name, cancellationToken);
        await using var put = new NpgsqlCommand(
            """
            insert into tenants (id, name, display_name, created_at) values ($1, $2, $3, $4)
            on conflict (name) do update set display_name = excluded.display_name returning id
            """, scoped.Connection)
        {
            Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = name }, new() { Value = PgText.Clean(displayName) }, new() { Value = time.GetUtcNow() } },
        };
        var id = (Guid)(await put.ExecuteScalarAsync(cancellationToken))!;
        await scoped.Connection.RunAsync("delete from tenant_rules where tenant_id = $1", [id], cancellationToken);
        await scoped.Connection.RunAsync(
            "insert into tenant_rules (tenant_id, cluster, namespace) select distinct $1::uuid, r.* from unnest($2::text[], $3::text[]) r",
            [id, rules.Select(rule => rule.Cluster).ToArray(), rules.Select(rule => rule.Namespace).ToArray()], cancellationToken);
        await scoped.Connection.RunAsync("select tenancy.expand_tenants($1, null)", [id], cancellationToken);
        var after = await StateAsync(scoped, name, cancellationToken);
        if (before != after)
            await new AuditEntry(actor, "tenant.put", "tenant/" + name, new Dictionary<string, string> { ["before"] = before, ["after"] = after })
                .AppendAsync(scoped.Connection, cancellationToken);
        await scoped.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Whether a text can be a tenant's name.</summary>
    public static bool IsName(string name) => new TenantRule("*", name).IsValid && !name.Contains('*', StringComparison.Ordinal);

    /// <summary>Removes a tenant; whoever belonged to it sees nothing of it from the next query on.</summary>
    public async Task RemoveAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        var name = await NameAsync(scoped, id, cancellationToken);
        var before = await StateAsync(scoped, name, cancellationToken);
        if (await scoped.Connection.RunAsync("delete from tenants where id = $1", [id], cancellationToken) == 0)
            return;
        await new AuditEntry(actor, "tenant.remove", "tenant/" + name, new Dictionary<string, string> { ["before"] = before }).AppendAsync(scoped.Connection, cancellationToken);
        await scoped.CommitAsync(cancellationToken);
    }

    /// <summary>Notes that somebody takes a tenant's view, or gives it back, in the audit log.</summary>
    /// <returns>False when there is no such tenant; nothing is noted then.</returns>
    public async Task<bool> NoteViewAsync(Actor actor, string name, bool begins, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        if (begins && (await StateAsync(scoped, name, cancellationToken)).Length == 0)
            return false;
        await new AuditEntry(actor, begins ? "tenant.view" : "tenant.unview", "tenant/" + name, new Dictionary<string, string>()).AppendAsync(scoped.Connection, cancellationToken);
        await scoped.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Gives a namespace that was made anew under its old name to the tenant again.</summary>
    public async Task ReleaseAsync(Actor actor, Guid id, ScopedNamespace at, CancellationToken cancellationToken)
    {
        await using var scoped = await ScopedConnection.OpenAsync(source, RowScope.Admin, cancellationToken);
        var given = await scoped.Connection.RunAsync(
            """
            update tenant_namespaces v set uid = n.uid, held = false from namespaces n join clusters c on c.id = n.cluster_id
            where v.tenant_id = $1 and v.held and c.name = $2 and v.namespace = $3 and n.cluster_id = v.cluster_id and n.name = v.namespace
            """, [id, at.Cluster, at.Namespace], cancellationToken);
        if (given == 0)
            return;
        var target = "tenant/" + await NameAsync(scoped, id, cancellationToken);
        await new AuditEntry(actor, "tenant.give", target, new Dictionary<string, string> { ["namespace"] = $"{at.Cluster}/{at.Namespace}" }).AppendAsync(scoped.Connection, cancellationToken);
        await scoped.CommitAsync(cancellationToken);
    }

    private static Task<string> NameAsync(ScopedConnection scoped, Guid id, CancellationToken cancellationToken) =>
        TextAsync(scoped, "select name from tenants where id = $1", id, cancellationToken);

    /// <summary>Display name and rules as one text; empty where there is no such tenant.</summary>
    private static Task<string> StateAsync(ScopedConnection scoped, string name, CancellationToken cancellationToken) => TextAsync(
        scoped,
        """
        select t.display_name || ': ' || coalesce(string_agg(r.cluster || '/' || r.namespace, ' ' order by r.cluster, r.namespace), '')
        from tenants t left join tenant_rules r on r.tenant_id = t.id where t.name = $1 group by t.id
        """, name, cancellationToken);

    private static async Task<string> TextAsync(ScopedConnection scoped, string sql, object key, CancellationToken cancellationToken)
    {
        await using var command = scoped.Connection.Statement(sql, key);
        return await command.ExecuteScalarAsync(cancellationToken) as string ?? "";
    }
}
