namespace Posture.Collectors.Sources;

/// <summary>A token in a file that something else renews (the kubelet, at 80 % of its life): read again each minute, and when the server rejects it.</summary>
internal sealed class TokenFileCredential(string path, TimeProvider time) : ClusterCredential
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private (string Token, long ReadAt)? _held;

    public override async ValueTask<string?> TokenAsync(bool reload, CancellationToken cancellationToken)
    {
        if (!reload && _held is var (token, readAt) && time.GetElapsedTime(readAt) < MaxAge)
            return token;
        try
        {
            var text = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
            _held = (text, time.GetTimestamp());
            return text;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SourceException("credential.file_unreadable",
                $"the token file cannot be read ({unreadable.GetType().Name}); check that it is mounted and readable");
        }
    }
}
