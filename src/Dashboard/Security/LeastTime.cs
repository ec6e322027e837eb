using System.Diagnostics;

namespace Posture.Dashboard.Security;

/// <summary>
/// Nothing that "is not there" is answered sooner than this, well above what a look at a row takes: whether there is none, or one of another tenant, does not show in the
/// time either (L-05). By the clock of the machine, for it is about what can be measured.
/// </summary>
internal sealed class LeastTime(RequestDelegate next)
{
    public static readonly TimeSpan OfNotFound = TimeSpan.FromMilliseconds(100);

    /// <summary>Delays are of whole milliseconds, rounded down, and timers go by a clock of coarser steps: they may end some milliseconds early.</summary>
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    public Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        context.Response.OnStarting(() => context.Response.StatusCode == StatusCodes.Status404NotFound ? PassAsync(started, context.RequestAborted) : Task.CompletedTask);
        return next(context);
    }

    /// <summary>Waits until the time has passed since a look began.</summary>
    /// <param name="started">Of <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task PassAsync(long started, CancellationToken cancellationToken)
    {
        while (OfNotFound - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } rest)
            await Task.Delay(rest + OneMillisecond, TimeProvider.System, cancellationToken);
    }
}
