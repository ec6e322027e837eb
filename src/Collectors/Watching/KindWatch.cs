using System.Text.Json;

namespace Posture.Collectors.Watching;

/// <summary>One watch of one kind, until the server, the idle limit or a fault ends it.</summary>
internal sealed class KindWatch(ApiRequests api, WatchSettings settings, TimeProvider time)
{
    /// <summary>Follows a kind from a resource version on.</summary>
    /// <exception cref="ApiException">It could not be opened, history is gone, or an event was malformed or too large.</exception>
    public async Task<WatchEnd> RunAsync(
        ServedKind kind, string since, Func<ValueTask> opened, Func<WatchEvent, ValueTask> tell, CancellationToken cancellationToken)
    {
        var seconds = (int)(240 + (240 * settings.Jitter())); // spread, so that a cluster's watches do not all end together
        var path = $"{kind.Path}?watch=1&allowWatchBookmarks=true&timeoutSeconds={seconds}&resourceVersion={Uri.EscapeDataString(since)}";
        using var response = await api.OpenAsync(path, kind.Resource, cancellationToken);
        await opened();
        using var idle = new CancellationTokenSource(settings.IdleLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        var end = new WatchEnd(since, false);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            using var window = new ResponseWindow(body, settings.MaxEventBytes, long.MaxValue, kind.Resource);
            while (await LineAsync(window, idle, either.Token) is { } length)
            {
                var told = Read(window.Unread[..length], kind);
                window.Consume(length + 1);
                api.Heard();
                await tell(told);
                end = new(told.ResourceVersion, true);
            }
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested
            && (broken is IOException || (broken is OperationCanceledException && idle.IsCancellationRequested)))
        {
            // Ended by the network or by silence; the next watch goes on from the same place and finds out more.
        }
        return end;
    }

    private static WatchEvent Read(ReadOnlySpan<byte> line, ServedKind kind)
    {
        try
        {
            return WatchEvent.Read(line, kind);
        }
        catch (JsonException malformed)
        {
            throw new ApiException(ApiFailure.Malformed, malformed);
        }
    }

    /// <summary>Length of the next line, all of it there; null at the end of the stream (a line without an end is a cut one).</summary>
    private async ValueTask<int?> LineAsync(ResponseWindow window, CancellationTokenSource idle, CancellationToken cancellationToken)
    {
        var looked = 0;
        while (true)
        {
            var end = window.Unread[looked..].IndexOf((byte)'\n');
            if (end >= 0)
                return looked + end;
            looked = window.Unread.Length;
            idle.CancelAfter(settings.IdleLimit);
            if (!await window.FillAsync(cancellationToken))
                return null;
        }
    }
}

/// <summary>How a watch ended.</summary>
/// <param name="ResourceVersion">Where the next one goes on.</param>
/// <param name="Progress">Whether it told anything; one that did not must not be repeated at once.</param>
internal readonly record struct WatchEnd(string ResourceVersion, bool Progress);
