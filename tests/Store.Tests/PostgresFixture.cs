using Posture.Store.Tests;
using Posture.TestKit.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Posture.Store.Tests;

/// <summary>One server for all tests of this assembly.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public TestPostgres Server => _server ?? throw new InvalidOperationException("the server did not start");

    private TestPostgres? _server;

    public async ValueTask InitializeAsync() => _server = await TestPostgres.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
