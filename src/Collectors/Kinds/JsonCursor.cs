using System.Buffers;
using System.Text;
using System.Text.Json;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Kinds;

/// <summary>
/// Walks a JSON stream object by object without building anything: finds where each item begins and ends by counting brackets outside strings (one vectorised pass)
/// and leaves validation to the decoder. The buffer holds one item at a time.
/// </summary>
internal sealed class JsonCursor(Stream stream)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;

    /// <summary>apiVersion that the list gives its items; null when it gives none.</summary>
    public string? ItemApiVersion { get; private set; }

    /// <summary>Kind that a typed list gives its items (<c>PodList</c> → <c>Pod</c>); null when items carry their own.</summary>
    public string? ItemKind { get; private set; }

    /// <summary>Line of what was read last, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Moves to the next document; false at the end of the stream.</summary>
    public bool NextDocument()
    {
        Take(Blank(0, commas: true));
        ItemApiVersion = ItemKind = null;
        return Peek(0) switch
        {
            -1 => false,
            '{' => true,
            _ => throw new JsonException("an object must begin here"),
        };
    }

    /// <summary>Enters the <c>items</c> of a list; false when the document is a single object (nothing is consumed then).</summary>
    public bool EnterList()
    {
        string? apiVersion = null, kind = null;
        var at = Blank(1, commas: false);
        while (Peek(at) == '"')
        {
            var keyEnd = EndOfString(at);
            var key = Text(at + 1, keyEnd - 1);
            at = Blank(keyEnd, commas: false);
            if (Peek(at) != ':')
                throw new JsonException("a colon must stand here");
            at = Blank(at + 1, commas: false);
            if (key == "items" && Peek(at) == '[')
            {
                Take(at + 1);
                ItemApiVersion = kind is null or "List" ? null : apiVersion;
                ItemKind = kind is { Length: > 4 } && kind.EndsWith("List", StringComparison.Ordinal) ? kind[..^4] : null;
                return true;
            }
            var valueEnd = EndOfValue(at);
            if (key is "apiVersion" or "kind" && Peek(at) == '"')
                (apiVersion, kind) = key == "kind" ? (apiVersion, Text(at + 1, valueEnd - 1)) : (Text(at + 1, valueEnd - 1), kind);
            at = Blank(valueEnd, commas: true);
        }
        return false;
    }

    /// <summary>The next item of the entered list; false when the list has ended (the rest of the document is skipped).</summary>
    public bool NextItem(out ReadOnlySpan<byte> item)
    {
        item = default;
        Take(Blank(0, commas: true));
        switch (Peek(0))
        {
            case ']':
                Take(1);
                SkipToObjectEnd();
                return false;
            case -1:
                throw new JsonException("the list is cut off");
            default:
                item = Cut(EndOfValue(0));
                return true;
        }
    }

    /// <summary>The whole document as one object; false when it is no object.</summary>
    public bool WholeDocument(out ReadOnlySpan<byte> document)
    {
        document = Cut(EndOfValue(0));
        return true;
    }

    private ReadOnlySpan<byte> Cut(int length)
    {
        var cut = _buffer.AsSpan(_start, length);
        Take(length);
        return cut;
    }

    private string Text(int from, int to) => Encoding.UTF8.GetString(_buffer, _start + from, to - from);

    private void SkipToObjectEnd()
    {
        while (true)
        {
            Take(Blank(0, commas: true));
            switch (Peek(0))
            {
                case '}':
                    Take(1);
                    return;
                case '"':
                    Take(EndOfString(0));
                    Take(Blank(0, commas: false));
                    if (Peek(0) == ':')
                        Take(1);
                    Take(Blank(0, commas: false));
                    Take(EndOfValue(0));
                    break;
                default:
                    throw new JsonException("the object is cut off");
            }
        }
    }

    private int EndOfValue(int at) => Peek(at) switch
    {
        '"' => EndOfString(at),
        '{' or '[' => EndOfNested(at),
        -1 => throw new JsonException("the document is cut off"),
        _ => EndOfPrimitive(at),
    };

    private int EndOfPrimitive(int at)
    {
        var from = at;
        while (Peek(at) is not (-1 or ',' or '}' or ']' or ' ' or '\n' or '\r' or '\t'))
            at++;
        return at > from ? at : throw new JsonException("a value must stand here");
    }

    private int EndOfString(int at)
    {
        at++;
        while (true)
        {
            var found = Window(at).IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                at = More(at, "a text is cut off");
            else if (_buffer[_start + at + found] == '"')
                return at + found + 1;
            else
                at += found + 2;
        }
    }

    private int EndOfNested(int at)
    {
        var depth = 0;
        while (true)
        {
            var found = Window(at).IndexOfAny(Structure);
            if (found < 0)
            {
                at = More(at, "the document is cut off");
                continue;
            }
            at += found;
            switch (_buffer[_start + at])
            {
                case (byte)'"':
                    at = EndOfString(at);
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }
            at++;
            if (depth == 0)
                return at;
        }
    }

    private ReadOnlySpan<byte> Window(int at) => _start + at >= _end ? [] : _buffer.AsSpan(_start + at, _end - _start - at);

    /// <summary>Reads on and gives back where to look next: behind what was searched, and behind <paramref name="at"/> when an escape reaches over the end.</summary>
    private int More(int at, string cutOff)
    {
        at = Math.Max(at, _end - _start);
        return Fill() ? at : throw new JsonException(cutOff);
    }

    private int Blank(int at, bool commas)
    {
        while (Peek(at) is ' ' or '\n' or '\r' or '\t' || (commas && Peek(at) == ','))
            at++;
        return at;
    }

    private int Peek(int at)
    {
        while (_start + at >= _end)
            if (!Fill())
                return -1;
        return _buffer[_start + at];
    }

    private void Take(int count)
    {
        Line += _buffer.AsSpan(_start, count).Count((byte)'\n');
        _start += count;
    }

    private bool Fill()
    {
        if (_end == _buffer.Length)
        {
            if (_start == 0 && _buffer.Length >= JsonManifestReader.MaxItemBytes)
                throw new StreamLimitException();
            var held = _end - _start;
            var target = held > _buffer.Length / 2 ? new byte[Math.Min(_buffer.Length * 2, JsonManifestReader.MaxItemBytes)] : _buffer;
            _buffer.AsSpan(_start, held).CopyTo(target);
            (_buffer, _start, _end) = (target, 0, held);
        }
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
