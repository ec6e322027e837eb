namespace Posture.Collectors.Sources;

/// <summary>Passes reads through until a limit, then throws <see cref="StreamLimitException"/>.</summary>
internal sealed class BoundedStream(Stream inner, long limit) : ReadOnlyStream
{
    private long _left = limit;

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if ((_left -= read) < 0)
            throw new StreamLimitException();
        return read;
    }
}

/// <summary>More bytes than allowed.</summary>
internal sealed class StreamLimitException : Exception;
