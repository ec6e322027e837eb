using System.Diagnostics;
using Npgsql;
using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Store.Queries;
using Posture.TestKit.Postgres;

namespace Posture.Benchmarks;

/// <summary>
/// What a visit of <c>/images</c>, <c>/images/rebuilds</c> and <c>/images/libraries</c> asks of the database, over 10,000 digests with 60,000 uses in 20 clusters: as a lead, and as one of 100 tenants with 20 namespaces each. Real
/// PostgreSQL with row-level security; elapsed time, since the database does the work.
/// </summary>
internal static class ImagesBenchmark
{
    private const int Digests = 10_000;
    private const int Uses = 60_000;
    private const int Clusters = 20;
    private const int NamespacesOfOne = 100;
    private const int Tenants = 100;
    private const int Visits = 50;

    /// <summary>Packages with a vulnerability, and how many of them an image has.</summary>
    private const int Libraries = 400, LibrariesOfOne = 20;

    /// <summary>Identity of a package as commits make it.</summary>
    private const string Key = "('x' || substr(encode(sha256(convert_to('deb', 'UTF8') || '\\x00'::bytea || convert_to('library-' || n, 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint & -8";

    /// <summary>Milliseconds for 95 of 100 visits that issue 5 asks for.</summary>
    private const int Limit = 200;

    /// <summary>Of the state that the image has by its number; null where nobody looked.</summary>
    private const string Rank = "case when md5('i' || d) < '4' then (1::bigint << 60) + 4 when md5('i' || d) < '8' then (1::bigint << 60) + 2 when md5('i' || d) < 'a' then 1::bigint << 60 when md5('i' || d) < 'e' then 3 end";

    /// <summary>As the ancestors below are: 25 pairs of bases with 8 versions each.</summary>
    private const string Stack = "md5(abs(hashtext(md5('i' || d)::uuid::text)) % 25 || '/' || abs(hashtext('sha256:' || encode(sha256(convert_to('d' || d, 'UTF8')), 'hex'))) % 8)::uuid";

    private static readonly string Fill = $"""
        insert into clusters (id, name, display_name, environment, source, epoch, object_count, state_hash, first_at, collected_at)
        select md5('c' || c)::uuid, 'cluster-' || c, 'cluster-' || c, 'test', 'folder:x', 1, 0, md5('s')::uuid, now(), now() from generate_series(0, {Clusters - 1}) c;
        insert into namespaces select md5('c' || c)::uuid, 'ns-' || n, md5(c || '/' || n), now() from generate_series(0, {Clusters - 1}) c, generate_series(0, {NamespacesOfOne - 1}) n;
        insert into tenants select md5('t' || t)::uuid, 't-' || t, 't-' || t, now() from generate_series(0, {Tenants - 1}) t;
        insert into tenant_rules select md5('t' || n % {Tenants})::uuid, 'cluster-' || c, 'ns-' || n from generate_series(0, {Clusters - 1}) c, generate_series(0, {NamespacesOfOne - 1}) n;
        select tenancy.expand_tenants(null, null);
        insert into image_uses (cluster_id, key, image, workload, namespace, api_version, kind, name, container, role, reference, host, repository, tag, digest, first_seen, rank, created_at, class, transport, anonymous_pull, stack)
        select md5('c' || (i + i / {Digests}) % {Clusters})::uuid, md5('u' || i)::uuid, md5('i' || d)::uuid, md5('w' || i / 2)::uuid, 'ns-' || i / {Clusters} % {NamespacesOfOne}, 'apps/v1', 'Deployment', 'app-' || i / 2,
            'c' || i % 2, 'main', 'registry-' || d / 3 % 7 || '.example/team-' || d / 3 % 40 || '/image-' || d / 3 || ':' || i % 3, 'registry-' || d / 3 % 7 || '.example',
            'registry-' || d / 3 % 7 || '.example/team-' || d / 3 % 40 || '/image-' || d / 3, (i % 3)::text, 'sha256:' || encode(sha256(convert_to('d' || d, 'UTF8')), 'hex'), now(),
            {Rank}, case when md5('i' || d) < 'e' then now() - interval '30 days' end, case d / 3 % 7 when 0 then 'own' when 1 then 'trusted' else 'public' end,
            'https', d / 3 % 5 < 2, case when md5('i' || d) < 'e' then {Stack} end
        from (select i, (i * 7919::bigint % {Digests})::int as d from generate_series(0, {Uses - 1}) i) s;
        insert into image_facts (cluster_id, image, hash, digest, state, code, reason, signer, checked_at, created_at, doc, rank, repository, transport, anonymous_pull, stack)
        select distinct u.cluster_id, u.image, u.image, u.digest, case when u.image::text < '4' then 'verified' when u.image::text < '8' then 'notSigned' when u.image::text < 'a' then 'invalid' else 'notChecked' end,
            'signature.none', 'nobody signed it', 'builder@example.test', now(), now() - interval '30 days', jsonb_build_object('spec', jsonb_build_object('source', repeat('x', 1500))),
            u.rank, u.repository, u.transport, u.anonymous_pull, u.stack
        from image_uses u where u.image::text < 'e';
        insert into image_ancestors (cluster_id, image, position, ancestor, repository, line, tag, digest, layers, is_declared, owner, created_at, current, current_tag, current_since, is_rebuilt)
        select f.cluster_id, f.image, p, md5('a' || v)::uuid, 'registry.example/base-' || p || '/core-' || b, '12', '12', 'a' || v, 1 + p, false, case p when 0 then 'operations' else 'architects' end, now(),
            'a' || p || '/' || b || '/0', '12', now() - interval '9 days', b % 2 = 0
        from image_facts f, generate_series(0, 1) p, lateral (select abs(hashtext(f.image::text)) % 25 as b) x, lateral (select p || '/' || b || '/' || abs(hashtext(f.digest)) % 8 as v) y;
        insert into image_scans (cluster_id, image, hash, rank, digest, is_whole, newest, libraries, names, marks, doc)
        select f.cluster_id, f.image, f.image, abs(hashtext(f.cluster_id::text)), f.digest, true, null, l.keys, l.names, l.marks, l.doc
        from image_facts f join (select o.digest, l.* from (select distinct digest from image_facts) o, lateral (
            select array_agg(key | abs(hashtext(o.digest || n)) % 7 order by n) as keys, array_agg(name order by n) as names, array_agg((n * 2 + 1 + abs(hashtext(o.digest || n)) % 2)::bigint order by n) as marks,
                jsonb_build_object('libraries', jsonb_agg(jsonb_build_object('type', 'deb', 'name', name, 'installed', '1.0.' || n, 'fixed', '1.1.' || n, 'severity', 'HIGH',
                    'ids', jsonb_build_array('CVE-2026-' || n, 'CVE-2026-' || (n + 1000 + abs(hashtext(o.digest || n)) % 2))) order by n)) as doc
            from (select n, 'library-' || n as name, {Key} as key from (select distinct abs(hashtext(o.digest || i)) % {Libraries} as n from generate_series(1, {LibrariesOfOne}) i) d) x) l offset 0) l on l.digest = f.digest;
        analyze;
        """;

    public static async Task RunAsync()
    {
        await using var server = await TestPostgres.StartAsync(CancellationToken.None);
        await using var sources = await server.DatabaseAsync(CancellationToken.None);
        await using (var command = sources.Owner.CreateCommand(Fill))
        {
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
            // As the database does by itself after a while.
            command.CommandText = "vacuum image_scans";
            await command.ExecuteNonQueryAsync();
        }
        Console.WriteLine($"images             {Digests} digests, {Uses} uses, {Clusters} clusters, {Tenants} tenants of {Clusters * NamespacesOfOne / Tenants} namespaces");
        var tenants = new List<ViewScope>();
        for (var t = 0; t < Tenants; t++)
            tenants.Add(await new TenantQuery(sources.Web).ScopeAsync([$"t-{t}"], CancellationToken.None));
        var query = new ImageQuery(sources.Web);
        foreach (var (what, filter, order) in new (string, ImageFilter, ImageOrder)[]
        {
            ("default    ", ImageFilter.None, default),
            ("not signed ", new() { States = ["notSigned"] }, default),
            ("text       ", new() { Text = "IMAGE-1" }, default),
            ("most used  ", ImageFilter.None, new(ImageSort.Workloads, true)),
        })
        {
            await TellAsync($"lead, {what}", query, [ViewScope.All], filter, order);
            await TellAsync($"tenant, {what}", query, tenants, filter, order);
        }
        await TellSharesAsync(new ImageShareQuery(sources.Web));
        foreach (var (who, scopes) in new (string, List<ViewScope>)[] { ("lead", [ViewScope.All]), ("tenant", tenants) })
            foreach (var filter in new[] { new RebuildFilter(), new() { Text = "IMAGE-1" } })
                await TellRebuildsAsync($"{who}, rebuilds{(filter.Text is null ? "" : " text")}", new(sources.Web), scopes, filter);
        foreach (var (who, scopes) in new (string, List<ViewScope>)[] { ("lead", [ViewScope.All]), ("tenant", tenants) })
            foreach (var text in new[] { null, "LIBRARY-1", "CVE-2026-1001" })
                await TellLibrariesAsync($"{who}, libraries{(text is null ? "" : text.StartsWith('C') ? " id" : " text")}", new(sources.Web), scopes, new() { Text = text });
        await TellRegistriesAsync("lead", sources.Web, [ViewScope.All]);
        await TellRegistriesAsync("tenant", sources.Web, tenants);
        await ParityAsync(sources.Owner, query, tenants);
    }

    private static async Task TellAsync(string what, ImageQuery query, List<ViewScope> scopes, ImageFilter filter, ImageOrder order)
    {
        var random = new Random(1);
        Tell(what, await TimesAsync(async () =>
        {
            if ((await query.PageAsync(scopes[random.Next(scopes.Count)], filter, order, 1, 50, CancellationToken.None)).Page.Total == 0)
                throw new InvalidOperationException("a visit found nothing");
        }));
    }

    private static async Task TellSharesAsync(ImageShareQuery query) => Tell("signed share, lead", await TimesAsync(async () =>
    {
        if ((await query.ClustersAsync(ViewScope.All, CancellationToken.None)).Count != Clusters)
            throw new InvalidOperationException("a cluster has no share");
    }));

    private static async Task TellRebuildsAsync(string what, RebuildQuery query, List<ViewScope> scopes, RebuildFilter filter)
    {
        var random = new Random(1);
        Tell(what, await TimesAsync(async () =>
        {
            if ((await query.ReadAsync(scopes[random.Next(scopes.Count)], filter, 1, 10, CancellationToken.None)).Lines.Count == 0)
                throw new InvalidOperationException("a visit found nothing");
        }));
    }

    private static async Task TellLibrariesAsync(string what, LibraryQuery query, List<ViewScope> scopes, LibraryFilter filter)
    {
        var random = new Random(1);
        Tell(what, await TimesAsync(async () =>
        {
            var view = await query.ReadAsync(scopes[random.Next(scopes.Count)], filter, 1, 10, CancellationToken.None);
            if (view.Looked == 0 || (view.Libraries.Count == 0 && scopes.Count == 1) || view.Libraries.Any(library => library.Behind.Any(image => image.Versions.Count == 0)))
                throw new InvalidOperationException("a visit found nothing");
        }));
    }

    /// <summary>What a visit of <c>/images/registries</c> asks.</summary>
    private static async Task TellRegistriesAsync(string who, NpgsqlDataSource web, List<ViewScope> scopes)
    {
        var (registries, moves, random) = (new RegistryQuery(web), new TagMoveQuery(web), new Random(1));
        Tell($"{who}, registries", await TimesAsync(async () =>
        {
            if ((await registries.PageAsync(scopes[random.Next(scopes.Count)], ImageFilter.None, false, 1, 50, CancellationToken.None)).Page.Total == 0)
                throw new InvalidOperationException("a visit found nothing");
        }));
        Tell($"{who}, moved tags", await TimesAsync(async () =>
        {
            // A tenant's own namespaces may hold one digest of each tag.
            if ((await moves.ListAsync(scopes[random.Next(scopes.Count)], ImageFilter.None, CancellationToken.None)).Moves.Count == 0 && scopes.Count == 1)
                throw new InvalidOperationException("a visit found no tag");
        }));
    }

    private static async Task<double[]> TimesAsync(Func<Task> visit)
    {
        var elapsed = new double[Visits];
        for (var i = -Visits / 10; i < Visits; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await visit();
            if (i >= 0)
                elapsed[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        Array.Sort(elapsed);
        return elapsed;
    }

    private static void Tell(string what, double[] elapsed)
    {
        Console.WriteLine($"{what,-18} {elapsed[Visits / 2]:F1} ms p50, {elapsed[Visits * 95 / 100]:F1} ms p95, {elapsed[^1]:F1} ms worst of {Visits} visits");
        Targets.AtMost("own", $"/images, {what.TrimEnd()}, p95", elapsed[Visits * 95 / 100], Limit, "ms");
    }

    /// <summary>Every image of the lead and of one tenant, page by page, against what plain SQL without row security counts.</summary>
    private static async Task ParityAsync(NpgsqlDataSource owner, ImageQuery query, List<ViewScope> tenants)
    {
        foreach (var (who, scope, condition) in new[] { ("lead", ViewScope.All, "true"), ("tenant", tenants[3], "u.namespace = 'ns-3'") })
        {
            var expected = new Dictionary<string, (string State, int Workloads, int Clusters)>();
            await using (var command = owner.CreateCommand($"""
                select u.digest, coalesce(max(f.state), '{ImageTrust.NotChecked}'), count(distinct (u.cluster_id, u.workload))::int, count(distinct u.cluster_id)::int
                from image_uses u left join image_facts f on f.cluster_id = u.cluster_id and f.digest = u.digest where {condition} group by 1
                """))
            await using (var row = await command.ExecuteReaderAsync())
                while (await row.ReadAsync())
                    expected[row.GetString(0)] = (row.GetString(1), row.GetInt32(2), row.GetInt32(3));
            var (same, seen) = (0, 0);
            for (var page = 1; await query.PageAsync(scope, ImageFilter.None, default, page, 200, CancellationToken.None) is { Page.Rows: { Count: > 0 } rows }; page++)
                foreach (var image in rows)
                {
                    seen++;
                    same += expected.TryGetValue(image.Id, out var plain) && plain == (image.State, image.Workloads, image.Clusters) ? 1 : 0;
                }
            Console.WriteLine($"images parity      {who}: {same} of {expected.Count} images equal a plain recount, {seen} listed");
            Targets.Parity("own", $"/images, {who}: images", same, expected.Count);
        }
    }
}
