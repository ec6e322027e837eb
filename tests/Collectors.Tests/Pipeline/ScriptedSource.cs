using System.Runtime.CompilerServices;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Tests.Pipeline;

/// <summary>A source that tells what it is given and then breaks, ends, or waits to be cancelled.</summary>
internal sealed class ScriptedSource(IEnumerable<SourceEvent> told, Exception? broken, bool ends) : IClusterSource
{
    public string Description => "scripted";

    public async IAsyncEnumerable<SourceEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in told)
            yield return item;
        if (broken is not null)
            throw broken;
        if (!ends)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
