using System.Text.Json;

namespace Posture.Model.Json;

/// <summary>
/// Gives values of the same text as one object: a value is looked up by its bytes before it is read. A direct-mapped table that forgets, of at most
/// <see cref="Slots"/> values of at most <see cref="MaxBytes"/> bytes a type; an entry is written whole, so threads may share it.
/// </summary>
internal sealed class SharedDecoder<T>(Decoder<T> inner) : Decoder<T>
    where T : class
{
    private const int Slots = 2048;
    private const int MaxBytes = 2048;

    private readonly Entry?[] _entries = new Entry?[Slots];

    public override T? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return inner.Read(ref reader, json);
        var start = (int)reader.TokenStartIndex;
        var ahead = reader;
        ahead.Skip();
        var bytes = json[start..(int)ahead.BytesConsumed];
        if (bytes.Length > MaxBytes)
            return inner.Read(ref reader, json);
        ref var slot = ref _entries[PooledStringConverter.Hash(bytes) & (Slots - 1)];
        if (slot is { } known && bytes.SequenceEqual(known.Json))
        {
            reader = ahead;
            return known.Value;
        }
        var value = inner.Read(ref reader, json);
        if (value is not null)
            slot = new(bytes.ToArray(), value);
        return value;
    }

    private sealed record Entry(byte[] Json, T Value);
}
