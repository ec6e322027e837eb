using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Store.RowSecurity;
using Posture.TestKit.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Posture.Dashboard.Tests.Pages;

/// <summary>One server for all page tests of this assembly.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private TestPostgres? _server;

    public TestPostgres Server => _server ?? throw new InvalidOperationException("the server did not start");

    /// <summary>A database that has the tables of the identity provider, too.</summary>
    public Task<StoreSources> WithAccountsAsync() => Server.DatabaseAsync(
        TestContext.Current.CancellationToken, kind: "accounts", prepare: (sources, token) => IdentityDatabase.MigrateAsync(sources.Owner, token));

    public async ValueTask InitializeAsync() => _server = await TestPostgres.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
