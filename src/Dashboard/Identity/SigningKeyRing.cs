using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Keys of the embedded provider, made once and kept in the database, so that a restart or another replica accepts what was issued before.
/// Loaded before the server listens, and again when the keys were rotated.
/// </summary>
internal sealed class SigningKeyRing(KeptKeys kept)
{
    private const string Signing = "signing";
    private const string Encryption = "encryption";
    private (SecurityKey Signing, SecurityKey Encryption)? _keys;

    public SecurityKey SigningKey => Keys.Signing;

    public SecurityKey EncryptionKey => Keys.Encryption;

    private (SecurityKey Signing, SecurityKey Encryption) Keys => _keys ?? throw new InvalidOperationException("The signing keys are used before they are loaded.");

    /// <summary>Takes the keys that the database has, and makes those that it has not.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(await kept.GetAsync(Signing, NewSigningKey, cancellationToken), out _);
        // The id names the key in tokens: derived from it, so that replicas agree.
        var id = Convert.ToHexStringLower(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()))[..32];
        _keys = (
            new RsaSecurityKey(rsa) { KeyId = id },
            new SymmetricSecurityKey(await kept.GetAsync(Encryption, () => RandomNumberGenerator.GetBytes(32), cancellationToken)));
    }

    private static byte[] NewSigningKey()
    {
        using var rsa = RSA.Create(3072);
        return rsa.ExportPkcs8PrivateKey();
    }
}
