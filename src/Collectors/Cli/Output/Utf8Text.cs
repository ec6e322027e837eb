using System.Buffers;
using System.Text;

namespace Posture.Collectors.Cli.Output;

/// <summary>Takes the UTF-8 of a JSON writer and hands it on as text, block by block: a scan of a large cluster is hundreds of megabytes of JSON.</summary>
internal sealed class Utf8Text(TextWriter output) : IBufferWriter<byte>
{
    private const int BlockSize = 1 << 16;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private byte[] _bytes = new byte[BlockSize];
    private char[] _letters = new char[BlockSize];

    public void Advance(int count)
    {
        // A byte makes one UTF-16 unit at most; one more may wait from the block before.
        if (_letters.Length <= count)
            _letters = new char[count + 1];
        output.Write(_letters.AsSpan(0, _decoder.GetChars(_bytes.AsSpan(0, count), _letters, flush: false)));
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length < sizeHint)
            _bytes = new byte[sizeHint];
        return _bytes;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
