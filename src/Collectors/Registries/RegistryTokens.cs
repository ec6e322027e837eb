using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Registries;

/// <summary>Tokens of one registry (distribution's token authentication), asked for only where that registry's tokens are given, and kept as long as they hold.</summary>
internal sealed class RegistryTokens(RegistryEndpoint endpoint, HttpClient client, TimeProvider time)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Least time that a token is taken to hold (distribution's specification says 60 seconds where nothing is said).</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _held = new(StringComparer.Ordinal);
    private bool _isBasic;

    /// <summary>What to show for a repository without being asked; null for nothing.</summary>
    public Task<AuthenticationHeaderValue?> HeldAsync(string repository) => Task.FromResult(
        _isBasic ? Basic() : _held.TryGetValue(repository, out var held) && held.Until > time.GetUtcNow() ? new("Bearer", held.Token) : null);

    /// <summary>What to show after a refusal.</summary>
    /// <exception cref="RegistryException">There is nothing to show, or the registry wants it shown to somebody else.</exception>
    public async Task<AuthenticationHeaderValue> AskAsync(IReadOnlyList<AuthenticationHeaderValue> challenges, string repository, CancellationToken cancellationToken)
    {
        if (challenges.FirstOrDefault(challenge => challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) is { } bearer)
            return await TokenAsync(bearer.Parameter ?? "", repository, cancellationToken);
        if (challenges.Any(challenge => challenge.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) && Basic() is { } basic)
        {
            _isBasic = true;
            return basic;
        }
        throw Unauthorized();
    }

    private async Task<AuthenticationHeaderValue> TokenAsync(string challenge, string repository, CancellationToken cancellationToken)
    {
        var fields = Fields(challenge);
        if (!Uri.TryCreate(fields.GetValueOrDefault("realm"), UriKind.Absolute, out var realm) || !endpoint.Trusts(realm))
            throw new RegistryException("registry.realm_refused", $"{endpoint.Host} wants a token of a host that its tokens are not known to come from; name that host for the registry if it is right");
        // The scope is ours: what a registry asks for beyond reading one repository is not asked for.
        var query = $"service={Uri.EscapeDataString(fields.GetValueOrDefault("service") ?? "")}&scope={Uri.EscapeDataString($"repository:{repository}:pull")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = realm.Query.Length > 1 ? $"{realm.Query[1..]}&{query}" : query }.Uri);
        request.Headers.Authorization = Basic();
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw Unauthorized();
        if (!answer.IsSuccessStatusCode)
            throw RegistryErrors.Of(answer, endpoint.Host, time.GetUtcNow());
        try
        {
            await using var body = new BoundedStream(await answer.Content.ReadAsStreamAsync(cancellationToken), MaxBytes);
            using var document = await JsonDocument.ParseAsync(body, new() { MaxDepth = 8 }, cancellationToken);
            var root = document.RootElement;
            var token = (root.TryGetProperty("token", out var one) ? one : root.GetProperty("access_token")).GetString();
            if (string.IsNullOrEmpty(token) || token.Any(sign => sign is <= ' ' or > '~'))
                throw new FormatException("a token");
            var holds = root.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var whole) ? TimeSpan.FromSeconds(Math.Clamp(whole, Least.TotalSeconds, 3600)) : Least;
            _held[repository] = (token, time.GetUtcNow() + holds - TimeSpan.FromSeconds(10));
            return new("Bearer", token);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or StreamLimitException)
        {
            throw new RegistryException("registry.malformed", $"the token host of {endpoint.Host} gives no token that can be read", exception);
        }
    }

    private AuthenticationHeaderValue? Basic() => endpoint is { UserName: { } name, Password: { } password }
        ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))) : null;

    private RegistryException Unauthorized() => new(RegistryException.Unauthorized, endpoint.UserName is null
        ? $"{endpoint.Host} does not let everybody read the image; give credentials that may pull it" : $"{endpoint.Host} does not let these credentials read the image; give some that may pull it");

    /// <summary>Fields of a challenge: <c>realm="…",service="…"</c>.</summary>
    private static Dictionary<string, string> Fields(string challenge)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var rest = challenge.AsSpan(); rest.IndexOf("=\"", StringComparison.Ordinal) is var at and > 0;)
        {
            var name = rest[..at].Trim([' ', ',']).ToString();
            rest = rest[(at + 2)..];
            var end = rest.IndexOf('"');
            if (end < 0)
                break;
            fields.TryAdd(name, rest[..end].ToString());
            rest = rest[(end + 1)..];
        }
        return fields;
    }
}
