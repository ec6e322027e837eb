using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.RowSecurity;
using static Posture.Store.Tests.ImageStage;

namespace Posture.Store.Tests;

/// <summary>Who may read images, as the database holds it: asked in SQL under the accounts of the product.</summary>
public sealed class ImageSecurityTests(PostgresFixture postgres)
{
    private static readonly string[] Tables = ["image_uses", "image_facts"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoScope_Raises()
    {
        await using var stage = await SeededAsync();
        foreach (var source in new[] { stage.Sources.Web, stage.Sources.Export })
            foreach (var table in Tables)
                Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => CountAsync(source, "", table))).SqlState);
    }

    [Fact]
    public async Task Tenant_ReadsItsOwnUsesAndFactsOfTheirDigestsAlone()
    {
        await using var stage = await SeededAsync();
        var shop = RowScope.Of(await stage.TenantAsync("prod/shop"));

        foreach (var source in new[] { stage.Sources.Web, stage.Sources.Export })
        {
            Assert.Equal(2, await CountAsync(source, shop, "image_uses"));
            Assert.Equal(0, await CountAsync(source, shop, "image_uses where namespace <> 'shop' or cluster_id <> (select id from clusters where name = 'prod')"));
            Assert.Equal(2, await CountAsync(source, shop, "image_facts"));
            Assert.Equal(0, await CountAsync(source, shop, $"image_facts where digest = '{Digest('c')}'"));
            Assert.Equal(4, await CountAsync(source, "all", "image_facts"));
        }
        // The same digest runs in another cluster: what is known of it there is not this tenant's.
        Assert.Equal(1, await CountAsync(stage.Sources.Web, shop, $"image_facts where digest = '{Digest('a')}'"));
        Assert.Equal(0, await CountAsync(stage.Sources.Web, RowScope.Of(await stage.TenantAsync("another/none")), "image_facts"));
        Assert.Equal(0, await CountAsync(stage.Sources.Web, "admin", "image_facts"));
        Assert.Equal(0, await CountAsync(stage.Sources.Web, "admin", "image_uses"));
    }

    [Fact]
    public async Task NamespaceMadeAnew_IsHeldBackWithItsImages()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(stage.Whole(Pod("shop-1"), Stage.Start), Token);
        var shop = RowScope.Of(await stage.TenantAsync("prod/shop"));
        Assert.Equal(1, await CountAsync(stage.Sources.Web, shop, "image_uses"));

        await stage.Writer.CommitAsync(stage.Whole(Pod("shop-2"), Stage.Start.AddMinutes(1)), Token);

        Assert.Equal(0, await CountAsync(stage.Sources.Web, shop, "image_uses"));
        Assert.Equal(0, await CountAsync(stage.Sources.Web, shop, "image_facts"));
        Assert.Equal(1, await CountAsync(stage.Sources.Web, "all", "image_facts"));
    }

    [Fact]
    public async Task ScopeOfOneCluster_HasThatClustersRows()
    {
        await using var stage = await SeededAsync();
        var scope = RowScope.Of(ViewScope.All.Within(new Dictionary<Guid, string> { [stage.Cluster.Id] = "prod" }));

        foreach (var table in Tables)
        {
            Assert.Equal(0, await CountAsync(stage.Sources.Web, scope, $"{table} where cluster_id <> '{stage.Cluster.Id}'"));
            Assert.Equal(3, await CountAsync(stage.Sources.Web, scope, table));
            Assert.Equal(0, await CountAsync(stage.Sources.Web, RowScope.Of(ViewScope.All.Within(new Dictionary<Guid, string>())), table));
        }
    }

    [Fact]
    public async Task Numbers_CanBeCountedAndNothingNamed()
    {
        await using var stage = await SeededAsync();

        // Under the account of pages, which may turn into that of numbers, still nothing.
        foreach (var table in Tables)
            Assert.Equal(0, await CountAsync(stage.Sources.Web, "totals", table));
        Assert.Equal(4, await CountAsync(stage.Sources.Web, "totals", "image_uses where last_seen is null and rank > 0", numbers: true));
        foreach (var named in new[] { "image_uses where reference <> ''", "image_uses where name <> ''", "image_uses where digest <> ''", "image_facts where state <> ''", "image_facts where digest <> ''", "image_facts where signer <> ''", "image_facts where doc is null", "image_uses where class <> ''", "image_uses where mirror <> ''", "image_uses where successor <> ''", "image_facts where repository <> ''", "image_facts where anonymous_pull" })
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => CountAsync(stage.Sources.Web, "totals", named, numbers: true))).SqlState);
    }

    [Fact]
    public async Task Pages_WriteNothing()
    {
        await using var stage = await SeededAsync();
        await using var connection = await stage.Sources.Web.OpenConnectionAsync(Token);
        foreach (var table in Tables)
            await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlCommand($"delete from {table}", connection).ExecuteNonQueryAsync(Token));
    }

    private static string Pod(string uid) => $$"""
        { apiVersion: v1, kind: Namespace, metadata: { name: shop, uid: {{uid}} } }
        ---
        { apiVersion: v1, kind: Pod, metadata: { name: web, namespace: shop }, spec: { containers: [{ name: c, image: "{{Shop}}@{{Digest('a')}}" }] } }
        ---
        { apiVersion: posture.dev/v1, kind: ImageFacts, metadata: { name: "{{Digest('a')}}" }, spec: { trust: { state: verified } } }
        """;

    /// <summary>prod: shop runs a and b, bank runs c; other: shop runs a.</summary>
    private async Task<Stage> SeededAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(
            Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a'), Use(Shop, "2", 'b')), Runs("bank", "vault", Use(Bank, "1", 'c'))], Facts('a', "verified"), Facts('b', "notSigned"), Facts('c', "verified")), Token);
        var other = await stage.BesideAsync("other");
        await other.Writer.CommitAsync(Whole(other, 0, [Runs("shop", "web", Use(Shop, "1", 'a'))], Facts('a', "invalid")), Token);
        return stage;
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string scope, string from, bool numbers = false)
    {
        await using var connection = await source.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var set = new NpgsqlCommand("select set_config('posture.scope', $1, true)", connection) { Parameters = { new() { Value = scope } } })
            await set.ExecuteNonQueryAsync(Token);
        if (numbers)
            await new NpgsqlCommand($"set local role {StoreRole.Totals}", connection).ExecuteNonQueryAsync(Token);
        await using var count = new NpgsqlCommand($"select count(*) from {from}", connection);
        return (long)(await count.ExecuteScalarAsync(Token))!;
    }
}
