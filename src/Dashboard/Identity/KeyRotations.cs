using System.Threading.Channels;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Takes up new keys when <c>posture admin rotate-keys</c> has revoked those of before (P-21), without a restart. That nothing old is worth anything does not wait
/// for it: sessions and tokens are rows, and these are ended.
/// </summary>
internal sealed partial class KeyRotations(
    IServiceScopeFactory scopes, SessionSignals signals, IKeyManager keys, IServiceProvider services, TimeProvider time, ILogger<KeyRotations> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>As long as the framework's own live.</summary>
    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(90);

    private DateTimeOffset? _known;

    /// <summary>Before the server listens: what was rotated before is in the ring that this process reads.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _known = await NewestAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One look is enough for any number of signals that came before it.
        var looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = signals.Subscribe(session =>
        {
            if (session is null)
                looks.Writer.TryWrite(true);
        });
        await foreach (var _ in looks.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (await NewestAsync(stoppingToken) is { } at && at != _known)
                {
                    await TakeAsync(stoppingToken);
                    _known = at;
                    LogRotated(at);
                }
            }
            catch (Exception away) when (away is NpgsqlException or DbUpdateException or InvalidOperationException && !stoppingToken.IsCancellationRequested)
            {
                LogFailed(away.GetType().Name);
                await Task.Delay(Pause, time, stoppingToken);
                looks.Writer.TryWrite(true);
            }
        }
    }

    private async Task<DateTimeOffset?> NewestAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityStore>().Database
            .SqlQuery<DateTimeOffset?>($"select max(at) as \"Value\" from identity.key_rotations").SingleAsync(cancellationToken);
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        await using (var transaction = await store.Database.BeginTransactionAsync(cancellationToken))
        {
            // One process makes the new key, the others find it.
            await store.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('posture.keys'))", cancellationToken);
            var all = keys.GetAllKeys();
            if (!all.Any(key => !key.IsRevoked))
                keys.CreateNewKey(time.GetUtcNow(), time.GetUtcNow() + KeyLife);
            else if (all.FirstOrDefault(key => key.IsRevoked) is { } revoked)
                keys.RevokeKey(revoked.KeyId, "rotation"); // once more: it is what makes this process read the ring again
            await transaction.CommitAsync(cancellationToken);
        }
        if (services.GetService<SigningKeyRing>() is not { } own)
            return;
        await own.LoadAsync(cancellationToken);
        // In this order: what is checked is taken from what is issued.
        services.GetRequiredService<IOptionsMonitorCache<OpenIddictServerOptions>>().Clear();
        services.GetRequiredService<IOptionsMonitorCache<OpenIddictValidationOptions>>().Clear();
        services.GetRequiredService<IOptionsMonitorCache<OpenIdConnectOptions>>().Clear();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "keys were rotated at {At:O}: every session and token of before is worth nothing")]
    private partial void LogRotated(DateTimeOffset at);

    [LoggerMessage(Level = LogLevel.Error, Message = "rotated keys could not be taken up yet ({Reason}); trying again")]
    private partial void LogFailed(string reason);
}
