using System.Net;
using System.Security.Authentication;
using Posture.Collectors.Outbound;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Trust;

/// <summary>Fetches files of a repository from the mirror that the settings name. Nothing it gives is believed for where it comes from.</summary>
internal sealed class TufMirror : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly TimeProvider _time;

    public TufMirror(Uri address, TimeProvider time)
    {
        var handler = new OutboundGuard(OutboundRules.Configured(address)).Handler();
        handler.MaxResponseDrainSize = 0; // a connection that still sends is closed, not read to its end
        handler.AutomaticDecompression = DecompressionMethods.None; // what is hashed is what was sent, and a small answer cannot grow
        _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { UserAgent = { new("posture", "1") } } };
        (_base, _time) = (new(address.AbsoluteUri.TrimEnd('/') + "/"), time);
    }

    /// <summary>A file; null when it is not there (buckets that may not be listed say 403 of that).</summary>
    /// <exception cref="TrustException">It could not be had, or is larger than allowed.</exception>
    public async Task<byte[]?> GetAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var answer = await _http.GetAsync(new Uri(_base, path), HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
                return null;
            if (answer.StatusCode != HttpStatusCode.OK)
                throw (int)answer.StatusCode is >= 300 and < 400
                    ? new TrustException("tuf.redirect_refused", "the mirror leads elsewhere, which is not followed; name the address that it leads to")
                    : new TrustException("tuf.failed", $"the mirror answers {(int)answer.StatusCode}");
            await using var body = await answer.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using var bounded = new BoundedStream(body, maxBytes);
            using var bytes = new MemoryStream();
            await bounded.CopyToAsync(bytes, either.Token).ConfigureAwait(false);
            return bytes.ToArray();
        }
        catch (StreamLimitException)
        {
            throw new TrustException(TrustException.TooLarge, "the mirror sends more than was announced, or than anything of this kind has to be");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TrustException("tuf.timeout", $"the mirror did not answer within {Deadline.TotalSeconds:0} seconds");
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or SourceException)
        {
            throw Of(failed);
        }
    }

    public void Dispose() => _http.Dispose();

    private static TrustException Of(Exception failed) => failed switch
    {
        SourceException refused => new(refused.Code, refused.Message, refused),
        { InnerException: SourceException refused } => new(refused.Code, refused.Message, refused),
        { InnerException: AuthenticationException tls } => new("tuf.tls", "the mirror shows a certificate that is not trusted on this machine", tls),
        _ => new("tuf.unreachable", "the mirror cannot be reached from this process", failed),
    };
}
