using System.Security.Cryptography;
using Posture.Store.Queries;
using Posture.Store.RowSecurity;
using Posture.TestKit.Postgres;

namespace Posture.Collectors.Tests.Cli;

/// <summary><c>posture admin</c> as a process.</summary>
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

    /// <summary>With the dashboard's key, checkpoints that somebody else wrote, changed or left unsigned are refused.</summary>
    [Fact]
    public async Task VerifyAudit_WithAKey_BelievesItsCheckpointsOnly()
    {
        await using var database = await (await postgres.Server).DatabaseAsync(Token);
        await database.AddTenantAsync(["prod/shop"], Token);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var head = (await AuditVerifier.HeadAsync(database.Owner, Token))!;
        var pem = _file + ".pem";
        await File.WriteAllTextAsync(pem, key.ExportSubjectPublicKeyInfoPem(), Token);
        try
        {
            async Task<(int, string)> WithAsync(AuditCheckpoint checkpoint)
            {
                await File.WriteAllTextAsync(
                    _file, $"audit checkpoint {{\"seq\":{checkpoint.Seq},\"at\":\"{checkpoint.At:O}\",\"hash\":\"{checkpoint.Hash}\",\"sig\":\"{checkpoint.Signature}\"}}\n", Token);
                return await RunAsync(database, "--checkpoints", _file, "--key", pem);
            }

            Assert.Equal((0, "1 entries, each as it was written; 1 checkpoints fit\n"), await WithAsync(head.SignedBy(key)));
            Assert.Equal((1, ""), await WithAsync(head));
            Assert.Equal((1, ""), await WithAsync(head.SignedBy(key) with { At = head.At.AddTicks(10) }));
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Assert.Equal((1, ""), await WithAsync(head.SignedBy(other)));
            await File.WriteAllTextAsync(pem, "no key", Token);
            Assert.Equal((2, ""), await WithAsync(head.SignedBy(key)));
        }
        finally
        {
            File.Delete(pem);
        }
    }

    /// <summary>Where no dashboard was, nothing was given out: told with a code, and nothing is done. What it does else, KeyRotationTests says.</summary>
    [Fact]
    public async Task RotateKeys_WithoutADashboard_SaysSo()
    {
        await using var database = await (await postgres.Server).DatabaseAsync(Token);
        await using var process = PostureCommand.Start(["admin", "rotate-keys"], [("ConnectionStrings__Posture", database.Owner.ConnectionString)]);

        Assert.Equal((3, ""), await process.EndAsync());
        Assert.Contains("keys.no_dashboard", process.Chatter, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> RunAsync(StoreSources database, params string[] arguments)
    {
        await using var process = PostureCommand.Start(["admin", "verify-audit", .. arguments], [("ConnectionStrings__Posture", database.Owner.ConnectionString)]);
        return await process.EndAsync();
    }
}
