using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Posture.Model.Json;

/// <summary>Reads an array into one of exactly its length; up to eight elements wait on the stack. A null element is refused (<see cref="NullItems"/>).</summary>
internal sealed class ListDecoder<T>(Decoder<T> element) : Decoder<IReadOnlyList<T>>
{
    private const int OnStack = 8;

    public override IReadOnlyList<T>? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        var first = default(Buffer);
        T?[]? rest = null;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = element.Read(ref reader, json) ?? throw new JsonException();
            if (count < OnStack)
                first[count] = item;
            else
            {
                if (rest is null)
                    rest = new T?[OnStack * 2];
                else if (count - OnStack == rest.Length)
                    Array.Resize(ref rest, rest.Length * 2);
                rest[count - OnStack] = item;
            }
            count++;
        }
        if (count == 0)
            return [];
        var items = new T[count];
        ((ReadOnlySpan<T?>)first)[..Math.Min(count, OnStack)].CopyTo(items!);
        rest?.AsSpan(0, count - OnStack).CopyTo(items.AsSpan(OnStack)!);
        return items;
    }

    [InlineArray(OnStack)]
    private struct Buffer
    {
        private T? _first;
    }
}
