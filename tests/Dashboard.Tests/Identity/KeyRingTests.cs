using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Store.RowSecurity;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>The keys in the database are of no use to who has the database alone (reliability.md §8.2, F-22).</summary>
public sealed class KeyRingTests(PostgresFixture postgres) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posture-keys-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Keys_InTheDatabase_AreEncryptedAndServeEveryReplica()
    {
        await using var sources = await DatabaseAsync();
        await using var first = Replica(sources, Certificate());
        await KeyRing.OpenAsync(first, Token);
        var cookie = first.GetDataProtector("cookie").Protect("lena");

        Assert.Contains("encryptedSecret", await StoredAsync(sources), StringComparison.Ordinal);
        Assert.DoesNotContain("<value>", await StoredAsync(sources), StringComparison.Ordinal);
        await using var second = Replica(sources, Certificate());
        await KeyRing.OpenAsync(second, Token);
        Assert.Equal("lena", second.GetDataProtector("cookie").Unprotect(cookie));
    }

    [Fact]
    public async Task F22_AnotherCertificate_EndsTheStartAndMakesNoNewRing()
    {
        await using var sources = await DatabaseAsync();
        await using (var first = Replica(sources, Certificate()))
            first.GetDataProtector("cookie").Protect("lena");
        var before = await StoredAsync(sources);
        await using var second = Replica(sources, Certificate("another"));

        var refused = await Assert.ThrowsAsync<KeyRingException>(() => KeyRing.OpenAsync(second, Token));

        Assert.Equal("keys.unreadable", refused.Code);
        Assert.Equal(before, await StoredAsync(sources));
    }

    [Fact]
    public async Task Keys_OnceWrittenUnprotected_AreThrownAwayWithWhatTheyProtected()
    {
        await using var sources = await DatabaseAsync();
        await using (var old = Replica(sources, null))
            old.GetDataProtector("cookie").Protect("lena");
        Assert.Contains("<value>", await StoredAsync(sources), StringComparison.Ordinal);
        await ExecuteAsync(sources, "insert into identity.signing_keys (kind, payload, created_at) values ('signing', 'x', now())");
        await using var now = Replica(sources, Certificate());

        await KeyRing.OpenAsync(now, Token);

        Assert.Equal("", await StoredAsync(sources));
        await using var count = sources.Owner.CreateCommand("select count(*) from identity.signing_keys");
        Assert.Equal(0L, await count.ExecuteScalarAsync(Token));
        await using var next = Replica(sources, Certificate());
        next.GetDataProtector("cookie").Protect("lena");
        Assert.DoesNotContain("<value>", await StoredAsync(sources), StringComparison.Ordinal);
        await KeyRing.OpenAsync(next, Token);
        Assert.NotEqual("", await StoredAsync(sources));
    }

    [Fact]
    public void Certificate_OfItsOwn_IsMadeOnceForThisAccountOnly()
    {
        var (first, second) = (Certificate(), Certificate());

        Assert.Equal(first.Thumbprint, second.Thumbprint);
        var file = Assert.Single(_folder.GetFiles());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Certificate_NotThereOrNotOne_SaysSoWithoutThePassword(bool there)
    {
        var file = Path.Combine(_folder.FullName, "text");
        if (there)
            File.WriteAllText(file, "no certificate");

        var refused = Assert.Throws<KeyRingException>(() => KeyRing.Certificate(file, "secret-canary", _folder.FullName));

        Assert.Equal("keys.certificate_unreadable", refused.Code);
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
    }

    private X509Certificate2 Certificate(string folder = "") => KeyRing.Certificate(null, null, Path.Combine(_folder.FullName, folder));

    private static ServiceProvider Replica(StoreSources sources, X509Certificate2? certificate)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        services.AddDbContext<IdentityStore>(options => options.UseIdentityStore(sources.Identity));
        if (certificate is null)
            services.AddDataProtection().SetApplicationName("Posture").PersistKeysToDbContext<IdentityStore>();
        else
            services.AddKeyRing(certificate);
        return services.BuildServiceProvider();
    }

    private async Task<StoreSources> DatabaseAsync()
    {
        var sources = await postgres.Server.DatabaseAsync(Token);
        await IdentityDatabase.MigrateAsync(sources.Owner, Token);
        return sources;
    }

    private static async Task<string> StoredAsync(StoreSources sources)
    {
        await using var command = sources.Owner.CreateCommand("select coalesce(string_agg(xml, '' order by id), '') from identity.protection_keys");
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task ExecuteAsync(StoreSources sources, string sql)
    {
        await using var command = sources.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
