using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Keys of the embedded provider, made once and kept in the database, so that a restart or another replica accepts what was issued before.
/// Loaded before the server listens, and again when the keys were rotated.
/// </summary>
internal sealed class SigningKeyRing(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Signing = "signing";
    private const string Encryption = "encryption";
    private readonly IDataProtector _protector = protection.CreateProtector("Posture.SigningKeys.v1");
    private (SecurityKey Signing, SecurityKey Encryption)? _keys;

    public SecurityKey SigningKey => Keys.Signing;

    public SecurityKey EncryptionKey => Keys.Encryption;

    private (SecurityKey Signing, SecurityKey Encryption) Keys => _keys ?? throw new InvalidOperationException("The signing keys are used before they are loaded.");

    /// <summary>Takes the keys that the database has, and makes those that it has not.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(await GetAsync(Signing, NewSigningKey, cancellationToken), out _);
        // The id names the key in tokens: derived from it, so that replicas agree.
        var id = Convert.ToHexStringLower(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()))[..32];
        _keys = (
            new RsaSecurityKey(rsa) { KeyId = id },
            new SymmetricSecurityKey(await GetAsync(Encryption, () => RandomNumberGenerator.GetBytes(32), cancellationToken)));
    }

    private static byte[] NewSigningKey()
    {
        using var rsa = RSA.Create(3072);
        return rsa.ExportPkcs8PrivateKey();
    }

    // Of replicas that start together on an empty table the first insert wins; all read what is stored.
    private async Task<byte[]> GetAsync(string kind, Func<byte[]> create, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        if (!await store.SigningKeys.AnyAsync(key => key.Kind == kind, cancellationToken))
        {
            var payload = Convert.ToBase64String(_protector.Protect(create()));
            var now = time.GetUtcNow();
            await store.Database.ExecuteSqlAsync(
                $"insert into identity.signing_keys (kind, payload, created_at) values ({kind}, {payload}, {now}) on conflict do nothing", cancellationToken);
        }
        var stored = await store.SigningKeys.AsNoTracking().SingleAsync(key => key.Kind == kind, cancellationToken);
        return _protector.Unprotect(Convert.FromBase64String(stored.Payload));
    }
}
