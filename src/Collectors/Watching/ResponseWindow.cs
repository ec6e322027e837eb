using System.Buffers;

namespace Posture.Collectors.Watching;

/// <summary>
/// A sliding, contiguous view of a response. Grows only while one value does not fit, to <paramref name="maxWindow"/> bytes at most; more than
/// <paramref name="maxTotal"/> bytes are never read (F-10).
/// </summary>
internal sealed class ResponseWindow(Stream stream, int maxWindow, long maxTotal, string what) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private long _total;

    /// <summary>Bytes read and not consumed yet.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public void Consume(int count) => _start += count;

    /// <summary>Reads more; false at the end. <see cref="Unread"/> keeps its start.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _total += read;
        if (_total > maxTotal)
            throw new ApiException(ApiFailure.TooLarge(what));
        return read > 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        (_start, _end) = (0, 0);
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        if (held == 0)
            (_start, _end) = (0, 0);
        if (_end < _buffer.Length)
            return;
        if (held > maxWindow)
            throw new ApiException(ApiFailure.TooLarge(what));
        var target = held > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        Unread.CopyTo(target);
        (_start, _end) = (0, held);
        if (target == _buffer)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
    }
}
