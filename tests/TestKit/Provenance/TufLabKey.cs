using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Posture.TestKit.Provenance;

/// <summary>A key of a repository made by tests.</summary>
/// <param name="Id">What metadata calls it.</param>
/// <param name="Json">As a root has it.</param>
/// <param name="Sign">Signs.</param>
public sealed record TufLabKey(string Id, JsonObject Json, Func<byte[], byte[]> Sign)
{
    /// <summary>A new key, as Sigstore's repository has them unless told otherwise.</summary>
    public static TufLabKey New(string type = "ecdsa")
    {
        switch (type)
        {
            case "rsa":
                var rsa = RSA.Create(2048);
                return Of(type, "rsassa-pss-sha256", rsa.ExportSubjectPublicKeyInfoPem(), content => rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
            case "ed25519":
                var (secret, open) = (RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize), new byte[Ed25519.PublicKeySize]);
                Ed25519.GeneratePublicKey(secret, 0, open, 0);
                return Of(type, type, Convert.ToHexStringLower(open), content =>
                {
                    var signature = new byte[Ed25519.SignatureSize];
                    Ed25519.Sign(secret, 0, content, 0, content.Length, signature, 0);
                    return signature;
                });
            default:
                var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                return Of(type, "ecdsa-sha2-nistp256", ecdsa.ExportSubjectPublicKeyInfoPem(), content => ecdsa.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
    }

    /// <summary>The same key under another name.</summary>
    public TufLabKey Alias() => this with { Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) };

    private static TufLabKey Of(string type, string scheme, string value, Func<byte[], byte[]> sign) => new(
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), new() { ["keytype"] = type, ["scheme"] = scheme, ["keyval"] = new JsonObject { ["public"] = value } }, sign);
}
