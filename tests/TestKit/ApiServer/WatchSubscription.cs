using System.Threading.Channels;

namespace Posture.TestKit.ApiServer;

/// <summary>An open watch of the store: lines to send, and since which resource version.</summary>
internal sealed record WatchSubscription(ResourceType Type, string? Namespace, Channel<byte[]> Lines, long Since, Action<WatchSubscription> Stopped)
    : IDisposable
{
    public void Offer(StoreEvent happened)
    {
        if (happened.Type == Type && happened.Revision > Since && (Namespace is null || happened.Item.Namespace == Namespace))
            Lines.Writer.TryWrite(happened.Item.EventLine(happened.EventType, Type));
    }

    public void Dispose() => Stopped(this);
}
