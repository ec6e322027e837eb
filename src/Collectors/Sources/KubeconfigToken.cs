using System.Buffers.Text;
using System.Text.Json;

namespace Posture.Collectors.Sources;

/// <summary>Checks a bearer token without showing it (B-20). Whether a cluster accepts it only that cluster can say.</summary>
internal static class KubeconfigToken
{
    /// <exception cref="KubeconfigException">Cannot be a token that works.</exception>
    public static string Check(string token, string place, TimeProvider time)
    {
        if (token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            throw Bad(place, "starts with 'Bearer'; give the token alone");
        if (token.Any(c => c is <= ' ' or >= (char)127))
            throw Bad(place, "holds spaces, line breaks or other characters that no token has; copy it again");
        if (Expiry(token) is { } expiry && expiry <= time.GetUtcNow())
            throw Bad(place, $"expired on {expiry:yyyy-MM-dd HH:mm} UTC; create a new one");
        return token;
    }

    /// <summary>The <c>exp</c> claim of a JWT (RFC 7519 §4.1.4), or null.</summary>
    private static DateTimeOffset? Expiry(string token)
    {
        if (token.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.ValueKind == JsonValueKind.Object && claims.RootElement.TryGetProperty("exp", out var exp)
                && exp.ValueKind == JsonValueKind.Number && exp.TryGetInt64(out var seconds) && seconds is >= 0 and < 253402300800
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static KubeconfigException Bad(string place, string what) => new("kubeconfig.bad_token", place, $"the token {what}");
}
