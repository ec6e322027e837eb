using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Posture.Dashboard.Identity;

/// <summary>Encrypts what another provider gave with the key ring, so that no copy of the database opens anything there.</summary>
internal sealed class ProviderGrants(IDataProtectionProvider protection)
{
    /// <summary>Most characters of an ID token, which has to fit an address.</summary>
    private const int LongestIdToken = 4096;

    /// <summary>Most characters of what is kept: tokens of hundreds of groups are longer, and their person is not asked for again.</summary>
    private const int Longest = 65_536;

    private readonly IDataProtector _protector = protection.CreateProtector("Posture.ProviderGrant.v1");

    public string Seal(ProviderGrant grant)
    {
        var kept = grant.IdToken is { Length: > LongestIdToken } ? grant with { IdToken = null } : grant;
        if ((kept.AccessToken?.Length ?? 0) + (kept.RefreshToken?.Length ?? 0) > Longest)
            kept = kept with { AccessToken = null, RefreshToken = null };
        return _protector.Protect(JsonSerializer.Serialize(kept));
    }

    /// <summary>What is kept of a session; null when nothing is, or the keys of then are gone.</summary>
    public ProviderGrant? Open(OpenSession session)
    {
        try
        {
            return session.ProviderGrant is { } kept ? JsonSerializer.Deserialize<ProviderGrant>(_protector.Unprotect(kept)) : null;
        }
        catch (CryptographicException)
        {
            return null; // nobody can be asked with it: the session ends when the word of the provider counts no more
        }
    }
}
