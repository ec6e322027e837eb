using Microsoft.AspNetCore.SignalR;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Security;

/// <summary>
/// Ends a connection that sends more events than a person can cause (B-57). Events of one connection come one after the other (<c>MaximumParallelInvocationsPerClient</c>),
/// so its count needs no lock. Quick hands are let through: what counts is the sum over some seconds.
/// </summary>
internal sealed partial class EventLimit(DashboardSettings settings, TimeProvider time, ILogger<EventLimit> logger) : IHubFilter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connection = invocationContext.Context;
        if (connection.Items[typeof(EventLimit)] is not Count count)
            connection.Items[typeof(EventLimit)] = count = new() { Since = time.GetTimestamp() };
        if (time.GetElapsedTime(count.Since) > Window)
            (count.Since, count.Events) = (time.GetTimestamp(), 0);
        if (++count.Events <= settings.Limits.EventsPerSecond * Window.TotalSeconds)
            return next(invocationContext);
        if (!count.Ended)
            Log.Ended(logger, connection.UserIdentifier ?? "?", settings.Limits.EventsPerSecond);
        count.Ended = true;
        connection.Abort();
        throw new HubException("circuit.events");
    }

    private sealed class Count
    {
        public long Since { get; set; }

        public int Events { get; set; }

        public bool Ended { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A page of {Person} sent more than {Limit} events in a second for a while and was cut off (Posture:Limits:EventsPerSecond)")]
        public static partial void Ended(ILogger logger, string person, int limit);
    }
}
