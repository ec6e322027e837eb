using System.Net;
using System.Net.Http.Headers;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Registries;

/// <summary>
/// Reads one registry (OCI distribution-spec 1.1): manifests, blobs, referrers. Everything is bounded, in bytes, count and time; what comes is hashed here; credentials go to the registry
/// and its token host and nowhere else; redirects are followed without them (B-65, B-67, F-28).
/// </summary>
public sealed class RegistryClient : IDisposable
{
    /// <summary>Requests at once.</summary>
    public const int AtOnce = 8;

    private const int MaxRedirects = 3;
    private const int MaxReferrers = 200;
    private const int MaxTagPages = 50;
    private const int MaxTags = 50_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly RegistryEndpoint _endpoint;
    private readonly HttpClient _registry;
    private readonly HttpClient _elsewhere;
    private readonly RegistryTokens _tokens;
    private readonly RegistryTokens _anonymous;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(AtOnce, AtOnce);

    /// <summary>A client.</summary>
    /// <param name="endpoint">The registry.</param>
    /// <param name="registry">Way to the registry and its token host.</param>
    /// <param name="elsewhere">Way to where the registry redirects to.</param>
    /// <param name="time">Clock.</param>
    public RegistryClient(RegistryEndpoint endpoint, SocketsHttpHandler registry, SocketsHttpHandler elsewhere, TimeProvider time)
    {
        _endpoint = endpoint;
        _registry = Client(registry);
        _elsewhere = Client(elsewhere);
        _time = time;
        _tokens = new(endpoint, _registry, time);
        _anonymous = new(endpoint with { UserName = null, Password = null }, _registry, time);
    }

    /// <summary>Until when the registry wants to be left alone, in ticks; 0 when it does not.</summary>
    private long _restsUntil;

    /// <summary>Requests that were sent; for politeness that can be measured.</summary>
    public long Requests { get; private set; }

    /// <summary>A manifest by tag or digest.</summary>
    /// <exception cref="RegistryException">It is not there, or not what was asked for.</exception>
    public Task<OciManifest> ManifestAsync(string repository, string reference, CancellationToken cancellationToken) => ManifestAsync(_tokens, repository, reference, cancellationToken);

    /// <summary>
    /// Whether somebody without credentials is given a manifest that is there: as any puller, with the token that everybody gets where the registry wants one. None of ours are shown,
    /// and what is given has to be the manifest: a page of sign-on is no image.
    /// </summary>
    /// <param name="repository">Repository without the host.</param>
    /// <param name="digest">A manifest that was read with our credentials.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RegistryException">There was no clear answer.</exception>
    public async Task<bool> GivesToAnybodyAsync(string repository, string digest, CancellationToken cancellationToken)
    {
        try
        {
            await ManifestAsync(_anonymous, repository, digest, cancellationToken);
            return true;
        }
        catch (RegistryException refused) when (refused.Code is RegistryException.Unauthorized or RegistryException.NotFound)
        {
            return false; // many say "not there" of what is not for everybody
        }
    }

    private async Task<OciManifest> ManifestAsync(RegistryTokens tokens, string repository, string reference, CancellationToken cancellationToken)
    {
        var (bytes, type, _) = await GetAsync(tokens, repository, $"v2/{repository}/manifests/{reference}", OciManifest.Accepted, OciManifest.MaxBytes, cancellationToken);
        var manifest = OciManifest.Parse(bytes, type);
        return !OciManifest.IsDigest(reference) || manifest.Digest == reference ? manifest : throw Mismatch();
    }

    /// <summary>A blob.</summary>
    /// <exception cref="RegistryException">It is not there, larger than allowed, or does not hash to its digest.</exception>
    public async Task<ReadOnlyMemory<byte>> BlobAsync(string repository, OciDescriptor blob, int maxBytes, CancellationToken cancellationToken)
    {
        if (blob.Size > maxBytes)
            throw TooLarge();
        var (bytes, _, _) = await GetAsync(_tokens, repository, $"v2/{repository}/blobs/{blob.Digest}", "*/*", maxBytes, cancellationToken);
        return OciManifest.DigestOf(bytes.Span) == blob.Digest ? bytes : throw Mismatch();
    }

    /// <summary>What refers to a manifest: by the referrers API, or where a registry has it not, by the tag that stands in for it.</summary>
    /// <exception cref="RegistryException">Neither could be asked.</exception>
    public Task<IReadOnlyList<OciDescriptor>> ReferrersAsync(string repository, string digest, CancellationToken cancellationToken) => ReferrersAsync(repository, digest, null, cancellationToken);

    /// <summary>As the other, without asking for a tag that is known not to be there.</summary>
    internal async Task<IReadOnlyList<OciDescriptor>> ReferrersAsync(string repository, string digest, TagList? tags, CancellationToken cancellationToken)
    {
        OciManifest index;
        try
        {
            var (bytes, type, _) = await GetAsync(_tokens, repository, $"v2/{repository}/referrers/{digest}", "application/vnd.oci.image.index.v1+json", OciManifest.MaxBytes, cancellationToken);
            index = OciManifest.Parse(bytes, type);
        }
        catch (RegistryException missing) when (missing.Code == RegistryException.NotFound)
        {
            if (tags?.Has(digest.Replace(':', '-')) == false)
                return [];
            try
            {
                index = await ManifestAsync(repository, digest.Replace(':', '-'), cancellationToken);
            }
            catch (RegistryException none) when (none.Code == RegistryException.NotFound)
            {
                return [];
            }
        }
        return index.Manifests.Count <= MaxReferrers ? [.. index.Manifests.Select(item => item.Manifest)] : throw new RegistryException("registry.too_large", $"more than {MaxReferrers} artifacts refer to the image");
    }

    /// <summary>All tags of a repository, in the registry's order.</summary>
    /// <exception cref="RegistryException">They could not be listed, or are more than anybody keeps.</exception>
    public async Task<IReadOnlyList<string>> TagsAsync(string repository, CancellationToken cancellationToken)
    {
        var tags = new List<string>();
        var query = "?n=1000";
        for (var page = 0; page < MaxTagPages; page++)
        {
            var (bytes, _, next) = await GetAsync(_tokens, repository, $"v2/{repository}/tags/list{query}", "application/json", OciManifest.MaxBytes, cancellationToken);
            tags.AddRange(OciManifest.TagsOf(bytes));
            if (next is null || tags.Count > MaxTags)
                break;
            query = next;
        }
        return tags.Count <= MaxTags ? tags : throw new RegistryException("registry.too_large", $"the repository has more than {MaxTags} tags");
    }

    public void Dispose()
    {
        _registry.Dispose();
        _elsewhere.Dispose();
        _gate.Dispose();
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, string? Type, string? Next)> GetAsync(RegistryTokens tokens, string repository, string path, string accept, int maxBytes, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            if (new DateTimeOffset(Interlocked.Read(ref _restsUntil), TimeSpan.Zero) - _time.GetUtcNow() is { Ticks: > 0 } left)
                throw RegistryErrors.Busy(_endpoint.Host, left);
            using var answer = await AnswerAsync(tokens, repository, new(_endpoint.Base, path), accept, either.Token);
            if (answer.Content.Headers.ContentLength > maxBytes)
                throw TooLarge();
            await using var body = await answer.Content.ReadAsStreamAsync(either.Token);
            await using var bounded = new BoundedStream(body, maxBytes);
            using var bytes = new MemoryStream();
            await bounded.CopyToAsync(bytes, either.Token);
            return (bytes.ToArray(), answer.Content.Headers.ContentType?.MediaType, NextOf(answer));
        }
        catch (StreamLimitException)
        {
            throw TooLarge();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistryException("registry.timeout", $"{_endpoint.Host} did not answer within {Deadline.TotalSeconds:0} seconds");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SourceException or UriFormatException)
        {
            throw exception.GetBaseException() as RegistryException ?? RegistryErrors.Of(exception, _endpoint.Host);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The question of the next page, of a header <c>Link</c>; the rest of its address is not followed.</summary>
    private static string? NextOf(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Link", out var links))
            return null;
        var link = links.FirstOrDefault(value => value.Contains("rel=\"next\"", StringComparison.Ordinal));
        var (from, to) = (link?.IndexOf('?', StringComparison.Ordinal) ?? -1, link?.IndexOf('>', StringComparison.Ordinal) ?? -1);
        return from >= 0 && to > from ? link![from..to] : null;
    }

    private async Task<HttpResponseMessage> AnswerAsync(RegistryTokens tokens, string repository, Uri address, string accept, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(_registry, address, accept, await tokens.HeldAsync(repository), cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            // Once: a registry that goes on asking gets nothing more.
            var challenge = answer.Headers.WwwAuthenticate.ToList();
            answer.Dispose();
            answer = await SendAsync(_registry, address, accept, await tokens.AskAsync(challenge, repository, cancellationToken), cancellationToken);
        }
        for (var hop = 0; answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect; hop++)
        {
            var to = answer.Headers.Location is { } location ? new Uri(address, location) : null;
            answer.Dispose();
            if (hop == MaxRedirects || to is null || to.UserInfo.Length > 0 || (to.Scheme != Uri.UriSchemeHttps && to.Scheme != _endpoint.Base.Scheme))
                throw new RegistryException("registry.redirect_refused", $"{_endpoint.Host} leads elsewhere in a way that is not followed");
            (address, answer) = (to, await SendAsync(to.Authority == _endpoint.Base.Authority ? _registry : _elsewhere, to, accept, null, cancellationToken));
        }
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
        {
            var failed = RegistryErrors.Of(answer, _endpoint.Host, _time.GetUtcNow());
            // All that wait in line would only be refused as well.
            if (failed.RetryAfter is { } rest)
                Interlocked.Exchange(ref _restsUntil, (_time.GetUtcNow() + rest).UtcTicks);
            throw failed;
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpClient client, Uri address, string accept, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        Requests++;
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = authorization } };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static HttpClient Client(SocketsHttpHandler handler)
    {
        handler.MaxResponseDrainSize = 0; // a connection that still sends is closed, not read to its end
        handler.AutomaticDecompression = DecompressionMethods.None; // what is hashed is what was sent, and a small answer cannot grow
        return new(handler) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { UserAgent = { new("posture", "1") } } };
    }

    private static RegistryException Mismatch() => new("registry.digest_mismatch", "what the registry sent does not hash to the digest that was asked for");

    private static RegistryException TooLarge() => new("registry.too_large", "the registry's answer is larger than anything of this kind has to be");
}
