using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Security;

/// <summary>Behind a proxy that ends TLS, as in production, with limits low enough to be met.</summary>
public sealed class SecureStage(PostgresFixture postgres) : IAsyncLifetime
{
    public const int SignIns = 5;
    public const int AccountSignIns = 40;
    public const int Anonymous = 20;
    public const int Reports = 4;
    public const int CircuitsOfAccount = 3;
    public const int CircuitsOfAddress = 5;
    public const int Events = 20;

    private ServerStage? _server;

    public ServerStage Server => _server ?? throw new InvalidOperationException("the server did not start");

    public async ValueTask InitializeAsync() => _server = await ServerStage.StartAsync(
        postgres,
        ("Posture:PublicUrl", "https://posture.example.com"),
        ("Posture:KnownProxies:0", "127.0.0.1"),
        ("DetailedErrors", "true"),
        ("Posture:Limits:SignInsPerMinute", $"{SignIns}"),
        ("Posture:Limits:AccountSignInsPerMinute", $"{AccountSignIns}"),
        ("Posture:Limits:AnonymousPerMinute", $"{Anonymous}"),
        ("Posture:Limits:CircuitsPerAccount", $"{CircuitsOfAccount}"),
        ("Posture:Limits:CircuitsPerAddress", $"{CircuitsOfAddress}"),
        ("Posture:Limits:EventsPerSecond", $"{Events}"),
        ("Posture:Limits:ReportsPerMinute", $"{Reports}"));

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
