using Posture.Collectors.Tests;
using Posture.TestKit.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Posture.Collectors.Tests;

/// <summary>One server for the tests of this assembly that need one; started by the first.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<TestPostgres>> _server = new(() => TestPostgres.StartAsync(CancellationToken.None));

    public Task<TestPostgres> Server => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
