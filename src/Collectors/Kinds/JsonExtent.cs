using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Posture.Collectors.Kinds;

/// <summary>
/// Finds where a JSON value ends, remembering how far it looked, so that a value that arrives in many pieces is looked at once. Objects and arrays are scanned
/// 64 bytes at a time: quotes and brackets become bit masks, so the scan costs a small part of decoding. It only counts brackets outside strings; the decoder
/// that gets the value afterwards checks it.
/// </summary>
internal struct JsonExtent
{
    private const int Block = 64;

    private static readonly SearchValues<byte> Ends = SearchValues.Create(",]} \t\r\n"u8);

    private int _position;
    private int _depth;

    /// <summary>All ones behind an opening quote.</summary>
    private ulong _inString;

    /// <summary>1 when the next byte is escaped.</summary>
    private ulong _escaped;

    /// <summary>Length of the value that <paramref name="data"/> starts with, or -1 when its end is not there yet.</summary>
    public int Find(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return -1;
        if (data[0] == (byte)'"')
            return FindQuote(data);
        if (data[0] is not ((byte)'{' or (byte)'['))
            return data.IndexOfAny(Ends);
        while (data.Length - _position >= Block)
            if (FindInBlock(Vector512.LoadUnsafe(in MemoryMarshal.GetReference(data), (nuint)_position)) is var length and >= 0)
                return length;
        for (; _position < data.Length; _position++)
            if (Step(data[_position]))
                return ++_position;
        return -1;
    }

    private int FindQuote(ReadOnlySpan<byte> data)
    {
        for (_position = int.Max(_position, 1); _position < data.Length; _position++)
        {
            if (_escaped == 1)
                _escaped = 0;
            else if (data[_position] == (byte)'\\')
                _escaped = 1;
            else if (data[_position] == (byte)'"')
                return _position + 1;
        }
        return -1;
    }

    private int FindInBlock(Vector512<byte> bytes)
    {
        var backslashes = Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits();
        var quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits() & ~Escaped(backslashes);
        var strings = PrefixXor(quotes) ^ _inString;
        _inString = (ulong)((long)strings >> 63);
        // '{' and '[', '}' and ']' differ in one bit.
        var folded = bytes | Vector512.Create((byte)0x20);
        var opening = Vector512.Equals(folded, Vector512.Create((byte)'{')).ExtractMostSignificantBits() & ~strings;
        var closing = Vector512.Equals(folded, Vector512.Create((byte)'}')).ExtractMostSignificantBits() & ~strings;
        if (_depth > BitOperations.PopCount(closing))
            _depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
        else
            for (var both = opening | closing; both != 0; both &= both - 1)
            {
                _depth += (opening & both & (0 - both)) != 0 ? 1 : -1;
                if (_depth == 0)
                    return _position += BitOperations.TrailingZeroCount(both) + 1;
            }
        _position += Block;
        return -1;
    }

    /// <summary>Bytes behind an odd number of backslashes.</summary>
    private ulong Escaped(ulong backslashes)
    {
        if (backslashes == 0)
        {
            var carried = _escaped;
            _escaped = 0;
            return carried;
        }
        const ulong EvenBits = 0x5555_5555_5555_5555;
        backslashes &= ~_escaped;
        var follows = (backslashes << 1) | _escaped;
        var oddStarts = backslashes & ~EvenBits & ~follows;
        var evenSequences = unchecked(oddStarts + backslashes);
        _escaped = evenSequences < oddStarts ? 1UL : 0;
        return (EvenBits ^ (evenSequences << 1)) & follows;
    }

    /// <summary>Each bit becomes the parity of the bits up to it: ones from an opening quote up to its closing one.</summary>
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }

    /// <summary>One byte of a tail shorter than a block; true at the end of the value.</summary>
    private bool Step(byte value)
    {
        if (_escaped == 1)
            _escaped = 0;
        else if (value == (byte)'\\')
            _escaped = 1;
        else if (value == (byte)'"')
            _inString = ~_inString;
        else if (_inString == 0 && value is ((byte)'{' or (byte)'['))
            _depth++;
        else if (_inString == 0 && value is ((byte)'}' or (byte)']'))
            return --_depth == 0;
        return false;
    }
}
