namespace Posture.Analysis.Provenance;

/// <summary>Who signed.</summary>
/// <param name="Name">Identity of the certificate (e-mail, URI of a workflow), or for a key its fingerprint: <c>sha256:</c> and SHA-256 of the public key.</param>
/// <param name="Issuer">Who vouched for the identity; null for a key, and for certificates that do not say.</param>
public sealed record SignerIdentity(string Name, string? Issuer)
{
    /// <summary>The signer of a bare key.</summary>
    public static SignerIdentity Of(VerificationKey key) => new("sha256:" + key.Fingerprint, null);
}
