using System.Text;
using System.Text.Json;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Kinds;

/// <summary>
/// Walks a JSON stream object by object without building anything: finds where each item begins and ends (<see cref="JsonExtent"/>) and leaves validation to the
/// decoder. The buffer holds one item at a time.
/// </summary>
internal sealed class JsonCursor(Stream stream)
{
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
            var keyEnd = EndOfValue(at);
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
                    Take(EndOfValue(0));
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

    private int EndOfValue(int at)
    {
        var extent = default(JsonExtent);
        int length;
        while ((length = extent.Find(Window(at))) < 0)
            if (!Fill())
                throw new JsonException("the document is cut off");
        return length > 0 ? at + length : throw new JsonException("a value must stand here");
    }

    private ReadOnlySpan<byte> Window(int at) => _start + at >= _end ? [] : _buffer.AsSpan(_start + at, _end - _start - at);

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
