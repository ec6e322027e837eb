using Posture.Store.Queries;
using Posture.Store.RowSecurity;
using Posture.TestKit.Postgres;

namespace Posture.Collectors.Tests.Cli;

/// <summary><c>posture admin verify-audit</c> as a process.</summary>
public sealed class AdminCommandTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task VerifyAudit_SoundCutAndUnreadable_SaysWhich()
    {
        await using var database = await (await postgres.Server).DatabaseAsync(Token);
        for (var i = 0; i < 3; i++)
            await database.AddTenantAsync(["prod/shop"], Token);
        var head = (await AuditVerifier.HeadAsync(database.Owner, Token))!;
        await File.WriteAllTextAsync(_file, $"some other line\n12:00 info: audit checkpoint {{\"seq\":{head.Seq},\"at\":\"{head.At:O}\",\"hash\":\"{head.Hash}\"}}\n", Token);

        Assert.Equal((0, "3 entries, each as it was written; 1 checkpoints fit\n"), await RunAsync(database, "--checkpoints", _file));
        Assert.Equal((0, "3 entries, each as it was written; 0 checkpoints fit\n"), await RunAsync(database));
        await using (var cut = database.Owner.CreateCommand("alter table audit disable trigger all; delete from audit where seq = 3"))
            await cut.ExecuteNonQueryAsync(Token);
        Assert.Equal((1, ""), await RunAsync(database, "--checkpoints", _file));
        await File.WriteAllTextAsync(_file, "nothing\n", Token);
        Assert.Equal((2, ""), await RunAsync(database, "--checkpoints", _file));
        Assert.Equal((5, ""), await RunAsync(database, "--checkpoints", _file + ".none"));
    }

    private static async Task<(int Exit, string Output)> RunAsync(StoreSources database, params string[] arguments)
    {
        await using var process = PostureCommand.Start(["admin", "verify-audit", .. arguments], [("ConnectionStrings__Posture", database.Owner.ConnectionString)]);
        return await process.EndAsync();
    }
}
