using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Posture.Collectors.Hosting;

namespace Posture.Collectors.Trust;

/// <summary>Keeps the trusted root that images are judged by: the public one of this version, a file's, or one that is refreshed from a TUF repository beside collection.</summary>
public sealed partial class TrustKeeper(IOptionsMonitor<CollectorOptions> options, TimeProvider time, ILogger<TrustKeeper> logger) : BackgroundService
{
    /// <summary>How often a repository is asked.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromDays(1);

    /// <summary>How soon again after a failure.</summary>
    internal static readonly TimeSpan Retry = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private TrustedRootFile? _file;
    private TufTrust? _tuf;
    private string? _told;

    /// <summary>The root to judge by now.</summary>
    public TrustInUse InUse
    {
        get
        {
            if (options.CurrentValue.Sigstore is { TrustedRoot: { } path })
                return Told(OfFile(path).InUse);
            return Tuf()?.InUse ?? TrustInUse.Public;
        }
    }

    /// <summary>Refreshes once.</summary>
    /// <returns>When to do so again.</returns>
    internal async Task<TimeSpan> RefreshAsync(CancellationToken cancellationToken)
    {
        if (Tuf() is not { } tuf)
            return Retry; // settings may come to name one
        if (await tuf.RefreshAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            Told(tuf.InUse);
            return Retry;
        }
        LogRefreshed(tuf.InUse.Since);
        return Pace;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _tuf?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
            await Task.Delay(await RefreshAsync(stoppingToken).ConfigureAwait(false), time, stoppingToken).ConfigureAwait(false);
    }

    private TrustedRootFile OfFile(string path)
    {
        lock (_lock)
            return _file = _file?.Path == path ? _file : new(path, time);
    }

    private TufTrust? Tuf()
    {
        var (settings, folder) = (options.CurrentValue.Sigstore, options.CurrentValue.DataFolder);
        lock (_lock)
        {
            if (settings.TufMirror is null)
                return null;
            if (_tuf?.Settings != settings)
            {
                _tuf?.Dispose();
                _tuf = new(settings, folder, time);
            }
            return _tuf;
        }
    }

    /// <summary>Logs a failure once for as long as it stays the same.</summary>
    private TrustInUse Told(TrustInUse trust)
    {
        var failure = trust.Failure;
        if (Interlocked.Exchange(ref _told, failure?.Code) != failure?.Code && failure is not null)
            LogFailed(failure.Code, failure.Message);
        return trust;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the trusted root is vouched for by its repository; it is the same since {Since}")]
    private partial void LogRefreshed(DateTimeOffset? since);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the trusted root could not be renewed, and the former one stays in use: {Code}: {Reason}")]
    private partial void LogFailed(string code, string reason);
}
