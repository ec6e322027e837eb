using System.Security.Cryptography;
using Npgsql;
using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using static Posture.Store.Tests.Built;

namespace Posture.Store.Tests;

/// <summary>The database fails: rows F-13 and F-18 of the fault matrix.</summary>
public sealed class FaultTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F18_NoRoomForTheData_TheFormerSnapshotStandsAndServiceResumes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/prlimit"), "prlimit (util-linux) is not installed: the room of a server process cannot be limited");
        await using var stage = await Stage.CreateAsync(postgres);
        // One connection: the process whose room is limited is the one that writes.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(stage.Sources.Owner.ConnectionString) { MaxPoolSize = 1 });
        await LimitAsync(source, "16777216"); // what a file of the log needs, and no more for a table
        var writer = new Commands.SnapshotWriter(source, TimeProvider.System);
        await writer.CommitAsync(State(stage, 0), Token);
        var large = Commit(stage, 5, full: true) with { Put = [.. Enumerable.Range(0, 60).Select(Large)], Changed = [Finding("a", Verdict.Pass)] };

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => writer.CommitAsync(large, Token));

        Assert.Equal(1, (await stage.Findings.PageAsync(ViewScope.All, new() { Verdicts = [Verdict.Fail] }, [], 1, 1, null, Token)).Total);
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
        Assert.Equal(2, await stage.CountAsync("select count(*) from objects"));
        await LimitAsync(source, "unlimited");
        await writer.CommitAsync(large, Token);
        Assert.Equal(60, await stage.CountAsync("select count(*) from objects where valid_to is null"));
    }

    [Fact]
    public async Task F13_DatabaseHangs_ACommandEndsAtItsLimit()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await using var source = StoreServices.CreateSource(new NpgsqlConnectionStringBuilder(stage.Sources.Owner.ConnectionString) { CommandTimeout = 1 }.ConnectionString);
        await using var command = source.CreateCommand("select pg_sleep(60)");
        var began = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteNonQueryAsync(Token));

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("Host=db", 15, 15, 15)]
    [InlineData("Host=db;Command Timeout=40;Keepalive=7;Timeout=3", 40, 7, 3)]
    public async Task Source_LimitsOfItsOwnUnlessGiven(string connection, int command, int keepAlive, int timeout)
    {
        await using var source = StoreServices.CreateSource(connection);

        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.Equal((command, keepAlive, timeout, "posture"), (settings.CommandTimeout, settings.KeepAlive, settings.Timeout, settings.ApplicationName));
    }

    /// <summary>A megabyte that does not compress.</summary>
    private static KubeObject Large(int number) => new ConfigMap
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Metadata = new() { Namespace = "shop", Name = $"large{number}", Labels = StringMap.From([new("app", Convert.ToBase64String(RandomNumberGenerator.GetBytes(700_000)))]) },
    };

    /// <summary>Limits how long a file the server process may write; it does so itself, as the account that it runs as.</summary>
    private static async Task LimitAsync(NpgsqlDataSource source, string bytes)
    {
        await using var command = source.CreateCommand($"copy (select 1) to program 'prlimit --pid $PPID --fsize={bytes}: && cat > /dev/null'");
        await command.ExecuteNonQueryAsync(Token);
    }
}
