using System.Buffers;

namespace Posture.Collectors.Watching;

/// <summary>
/// Finds where a JSON value ends, remembering how far it looked, so that a value that arrives in many pieces is looked at once. It only counts brackets and
/// quotes; the decoder that gets the value afterwards checks it.
/// </summary>
internal struct JsonExtent
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> Quotes = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Ends = SearchValues.Create(",]} \t\r\n"u8);

    private int _position;
    private int _depth;
    private bool _inString;

    /// <summary>Length of the value that <paramref name="data"/> starts with, or -1 when its end is not there yet.</summary>
    public int Find(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return -1;
        if (data[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            return data.IndexOfAny(Ends);
        while (_position < data.Length)
        {
            var rest = data[_position..];
            var next = rest.IndexOfAny(_inString ? Quotes : Structure);
            if (next < 0 || (_inString && rest[next] == (byte)'\\' && next + 1 == rest.Length))
            {
                _position += next < 0 ? rest.Length : next; // an escape is looked at with its second byte
                return -1;
            }
            _position += next + 1;
            switch (rest[next])
            {
                case (byte)'\\':
                    _position++;
                    continue;
                case (byte)'"':
                    _inString = !_inString;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                default:
                    _depth--;
                    break;
            }
            if (_depth == 0 && !_inString)
                return _position;
        }
        return -1;
    }
}
