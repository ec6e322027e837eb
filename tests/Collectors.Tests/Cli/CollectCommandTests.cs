using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Commands;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;

namespace Posture.Collectors.Tests.Cli;

/// <summary><c>posture collect</c> as a process over a folder and a real database.</summary>
public sealed class CollectCommandTests(PostgresFixture postgres) : IDisposable
{
    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { spec: { containers: [{ name: c }] } } }\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posture-collect-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Collect_FolderAndDatabase_CommitsFollowsAndEndsOnSigterm()
    {
        await using var database = await (await postgres.Server).DatabaseAsync(Token, migrated: false);
        Write(Deployment);
        await using var process = Start(database);
        await SeeAsync(process, database, cluster => cluster.ObjectCount == 1);

        Write(Deployment + "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n");
        await SeeAsync(process, database, cluster => cluster.ObjectCount == 2);
        var began = TimeProvider.System.GetTimestamp();
        process.Terminate();
        var (exit, output) = await process.EndAsync();

        Assert.Equal((0, ""), (exit, output));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(2, (await new ClusterQuery(database.Web).SnapshotsAsync(ViewScope.All, "prod", 1, 10, Token)).Total);
    }

    [Fact]
    public async Task Collect_TwoProcessesOnOneDatabase_OneIsFencedAndStandsBy()
    {
        await using var database = await (await postgres.Server).DatabaseAsync(Token);
        Write(Deployment);
        await using var first = Start(database);
        await SeeAsync(first, database, cluster => cluster is { Epoch: 1, ObjectCount: 1 });
        await using var second = Start(database);
        await SeeAsync(second, database, cluster => cluster.Epoch == 2);

        Write(Deployment + "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n");
        await SeeAsync(second, database, cluster => cluster is { Epoch: 2, ObjectCount: 2 });

        await TestKit.Eventually.SeeAsync(
            () => Task.FromResult(first.Chatter), text => text.Contains("another collector owns the cluster", StringComparison.Ordinal), TimeSpan.FromMinutes(3), Token);
        Assert.Equal(2, Assert.Single(await new ClusterRegistry(database.Collector).ListAsync(Token)).Epoch);
        Assert.DoesNotContain("another collector owns", second.Chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_WrongConfiguration_ExitTwoNamingTheKey()
    {
        await using var database = await (await postgres.Server).DatabaseAsync(Token);
        await using var process = PostureCommand.Start(["collect"], [("ConnectionStrings__Posture", database.Owner.ConnectionString), ("Posture__Clusters__0__Name", "Bad Name")]);

        Assert.Equal(2, (await process.EndAsync()).Exit);
        Assert.Contains("config.invalid: Posture:Clusters:0:Name", process.Chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_NoDatabase_ExitThreeWithoutItsPassword()
    {
        await using var process = PostureCommand.Start(["collect", "--connection", "Host=127.0.0.1;Port=1;Database=x;Username=u;Password=canary-secret;Timeout=2"]);

        Assert.Equal(3, (await process.EndAsync()).Exit);
        Assert.Contains("store.unreachable: ", process.Chatter, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-secret", process.Chatter, StringComparison.Ordinal);
    }

    private static async Task SeeAsync(PostureCommand process, StoreSources database, Predicate<Cluster> fits)
    {
        try
        {
            await TestKit.Eventually.SeeAsync(() => FindAsync(database), cluster => cluster is not null && fits(cluster), TimeSpan.FromMinutes(3), Token);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}; the process said: {process.Chatter}", late);
        }
    }

    /// <summary>The cluster once it has a snapshot; null before, and while there is no schema or account yet.</summary>
    private static async Task<Cluster?> FindAsync(StoreSources database)
    {
        try
        {
            return (await new ClusterRegistry(database.Collector).ListAsync(Token)).FirstOrDefault(cluster => cluster.LastSnapshot is not null);
        }
        catch (PostgresException early) when (early.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }

    private PostureCommand Start(StoreSources database) => PostureCommand.Start(
        ["collect"],
        [
            ("ConnectionStrings__Posture", database.Owner.ConnectionString), ("Posture__Clusters__0__Name", "prod"), ("Posture__Clusters__0__Folder", _folder.FullName),
        ]);

    private void Write(string text) => File.WriteAllText(Path.Combine(_folder.FullName, "all.yaml"), text);
}
