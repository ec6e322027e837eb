using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Store.Tests;

public sealed class ScopedConnectionTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Connections that wait in the pool do not notice that their server ended: whoever gets one after a restart must not be told so.</summary>
    [Fact]
    public async Task Read_AfterTheServerEndedPooledConnections_Succeeds()
    {
        await using var database = await postgres.Server.DatabaseAsync(Token);
        var clusters = new ClusterQuery(database.Web);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => clusters.ListAsync(ViewScope.All, Token)));

        await using var end = database.Owner.CreateCommand(
            "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where datname = current_database() and usename = 'posture_web'");
        Assert.True(await end.ExecuteScalarAsync(Token) is long and > 0);

        for (var i = 0; i < 4; i++)
            Assert.Empty(await clusters.ListAsync(ViewScope.All, Token));
    }

    [Fact]
    public async Task Read_FromAServerThatIsAway_SaysSo()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=5");
        await Assert.ThrowsAsync<NpgsqlException>(() => new ClusterQuery(nowhere).ListAsync(ViewScope.All, Token));
    }
}
