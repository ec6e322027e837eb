using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Watching;

/// <summary>A live cluster behind its API server.</summary>
internal sealed class ApiServerSource(ClusterConnection connection, TimeProvider time) : IClusterSource
{
    /// <summary>Events that may wait; lists count as one, so a slow reader holds at most a list a kind.</summary>
    private const int Waiting = 1000;

    public string Description => connection.ToString();

    public async IAsyncEnumerable<SourceEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateBounded<SourceEvent>(new BoundedChannelOptions(Waiting) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(events.Writer, stop.Token);
        try
        {
            await foreach (var told in events.Reader.ReadAllAsync(cancellationToken))
                yield return told;
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }
    }

    private async Task WatchAsync(ChannelWriter<SourceEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await new ClusterWatcher(connection, WatchSettings.Default, time).RunAsync(events, cancellationToken);
        }
        catch (Exception ended)
        {
            events.TryComplete(ended is OperationCanceledException ? null : ended); // the reader gets it
        }
    }
}
