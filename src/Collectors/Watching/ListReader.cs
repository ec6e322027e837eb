using System.Text.Json;
using Posture.Collectors.Kinds;

namespace Posture.Collectors.Watching;

/// <summary>
/// Reads one page of a list from its stream, item by item: the page is never held as a whole, and an item only as long as it is decoded. The envelope's
/// members may come in any order (servers of custom resources put <c>items</c> before <c>metadata</c>).
/// </summary>
internal sealed class ListReader(ResponseWindow window)
{
    /// <summary>Takes one item.</summary>
    public delegate void Item(ReadOnlySpan<byte> json);

    /// <summary>Reads the page.</summary>
    /// <exception cref="JsonException">Not a list.</exception>
    public async Task<ListMetadata> ReadAsync(Item item, CancellationToken cancellationToken)
    {
        ListMetadata? metadata = null;
        var seen = false;
        await ExpectAsync((byte)'{', cancellationToken);
        while (await PeekAsync(cancellationToken) != (byte)'}')
        {
            var name = JsonSerializer.Deserialize(Taken(await ValueAsync(cancellationToken), out _), ApiJson.Default.String);
            await ExpectAsync((byte)':', cancellationToken);
            if (name == "items" && await PeekAsync(cancellationToken) == (byte)'[')
            {
                seen = true;
                await ReadItemsAsync(item, cancellationToken);
            }
            else
            {
                await PeekAsync(cancellationToken);
                var value = Taken(await ValueAsync(cancellationToken), out var isNull);
                seen |= name == "items" && isNull;
                if (name == "metadata")
                    metadata = JsonSerializer.Deserialize(value, ApiJson.Default.ListMetadata);
            }
            if (await PeekAsync(cancellationToken) != (byte)'}')
                await ExpectAsync((byte)',', cancellationToken);
        }
        return seen && metadata?.ResourceVersion is { Length: > 0 }
            ? metadata
            : throw new JsonException("not a list: items or its resource version are missing");
    }

    private async Task ReadItemsAsync(Item item, CancellationToken cancellationToken)
    {
        await ExpectAsync((byte)'[', cancellationToken);
        while (await PeekAsync(cancellationToken) != (byte)']')
        {
            item(Taken(await ValueAsync(cancellationToken), out _));
            if (await PeekAsync(cancellationToken) != (byte)']')
                await ExpectAsync((byte)',', cancellationToken);
        }
        window.Consume(1);
    }

    /// <summary>Length of the value at the start of the window, all of it there.</summary>
    private async ValueTask<int> ValueAsync(CancellationToken cancellationToken)
    {
        var extent = default(JsonExtent);
        int length;
        while ((length = extent.Find(window.Unread)) < 0)
            if (!await window.FillAsync(cancellationToken))
                throw new JsonException("the answer ends in the middle");
        return length > 0 ? length : throw new JsonException("a value is missing");
    }

    /// <summary>The bytes of a value, consumed; they stay valid until the next read.</summary>
    private ReadOnlySpan<byte> Taken(int length, out bool isNull)
    {
        var value = window.Unread[..length];
        isNull = value.SequenceEqual("null"u8);
        window.Consume(length);
        return value;
    }

    /// <summary>The next byte that is not white space.</summary>
    private async ValueTask<byte> PeekAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var blank = window.Unread.IndexOfAnyExcept(" \t\r\n"u8);
            if (blank >= 0)
            {
                window.Consume(blank);
                return window.Unread[0];
            }
            window.Consume(window.Unread.Length);
            if (!await window.FillAsync(cancellationToken))
                throw new JsonException("the answer ends in the middle");
        }
    }

    private async ValueTask ExpectAsync(byte expected, CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken) != expected)
            throw new JsonException($"'{(char)expected}' expected");
        window.Consume(1);
    }
}
