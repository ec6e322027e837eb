using System.Text.Json;
using Posture.Analysis.Provenance;

namespace Posture.Collectors.Trust;

/// <summary>Keys of a repository's root.</summary>
internal static class TufKey
{
    /// <summary>SubjectPublicKeyInfo of Ed25519 up to the key itself (RFC 8410).</summary>
    private const string Ed25519Prefix = "302a300506032b6570032100";

    /// <summary>The key; null of a kind that is not known, or broken: its signatures then count for nothing, and other keys may still be enough.</summary>
    public static VerificationKey? Of(JsonElement key)
    {
        var value = key.GetProperty("keyval").GetProperty("public").GetString()!;
        try
        {
            return (key.GetProperty("keytype").GetString(), key.GetProperty("scheme").GetString()) switch
            {
                ("ecdsa" or "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") or ("rsa", "rsassa-pss-sha256") => VerificationKey.FromPem(value),
                ("ed25519", "ed25519") => VerificationKey.FromDer(Convert.FromHexString(Ed25519Prefix + value)),
                _ => null,
            };
        }
        catch (Exception broken) when (broken is ProvenanceException or FormatException)
        {
            return null;
        }
    }
}
