using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Posture.TestKit.Identity;

/// <summary>A browser with a security key, as WebAuthn level 3 has them: one key pair (ES256), no attestation. Written after the specification, apart from the product's code.</summary>
public sealed class SoftAuthenticator : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private string _owner = "";

    /// <summary>How often it was used, as it says.</summary>
    public uint Count { get; set; } = 1;

    /// <summary>Whether it has asked its owner for a PIN or a finger.</summary>
    public bool IsVerified { get; set; } = true;

    /// <summary>What <c>navigator.credentials.create()</c> gives on a page of this origin.</summary>
    /// <param name="options">Creation options, as JSON.</param>
    /// <param name="origin">Scheme, host and port.</param>
    public string Create(string options, string origin)
    {
        var asked = JsonNode.Parse(options)!;
        _owner = (string)asked["user"]!["id"]!;
        var key = _key.ExportParameters(includePrivateParameters: false).Q;
        // COSE_Key: kty EC2, alg ES256, crv P-256, x, y.
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. key.X!, 0x22, 0x58, 0x20, .. key.Y!];
        byte[] data = [.. DataOf((string)asked["rp"]!["id"]!, HasKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x58, (byte)data.Length, .. data];
        return Credential(new()
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(Client("webauthn.create", asked, origin)),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>What <c>navigator.credentials.get()</c> gives on a page of this origin.</summary>
    /// <param name="options">Request options, as JSON.</param>
    /// <param name="origin">Scheme, host and port.</param>
    public string Get(string options, string origin)
    {
        var asked = JsonNode.Parse(options)!;
        Count++;
        var (data, client) = (DataOf((string)asked["rpId"]!, 0), Client("webauthn.get", asked, origin));
        return Credential(new()
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(_key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = _owner,
        });
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Client(string type, JsonNode asked, string origin) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = (string)asked["challenge"]!, origin, crossOrigin = false });

    // A CBOR text of less than 24 bytes.
    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private byte[] DataOf(string domain, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(flags | Present | (IsVerified ? Verified : 0)), .. count];
    }

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(_id),
        ["rawId"] = Base64Url.EncodeToString(_id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();
}
