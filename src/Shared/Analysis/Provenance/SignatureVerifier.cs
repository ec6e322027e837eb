using System.Security.Cryptography.X509Certificates;

namespace Posture.Analysis.Provenance;

/// <summary>Verifies one signature against one digest, all the way to somebody who is trusted, and fails closed: whatever is not proven is refused with its reason.</summary>
public static class SignatureVerifier
{
    /// <summary>Who signed the artifact, and when.</summary>
    /// <exception cref="ProvenanceException">It is not proven that anybody did; the code says at which step.</exception>
    public static VerifiedSignature Verify(SignedMaterial material, SignedArtifact artifact, SignatureTrust trust)
    {
        if (material.Certificates.Count == 0)
            return WithKey(material, artifact, trust);
        var certificate = material.Certificates[0];
        var signer = VerificationKey.FromCertificate(certificate);
        var (times, logged) = Witnessed(material, signer, artifact, trust);
        if (trust.NeedsLog && !logged)
            throw new ProvenanceException(ProvenanceCodes.LogProof, "it is in no transparency log that is trusted");
        if (times.Count == 0)
            throw new ProvenanceException(ProvenanceCodes.Time, "nothing that is trusted says when it was signed, and the certificate held for a short while only");
        foreach (var time in times)
            CertificateLogs.Check(certificate, Issuer(material, trust.Root, time), trust.Root);
        var statement = Signed(material, artifact, signer);
        return new(Certificates.IdentityOf(certificate), times.Min(), logged, statement);
    }

    private static VerifiedSignature WithKey(SignedMaterial material, SignedArtifact artifact, SignatureTrust trust)
    {
        if (trust.Keys.Count == 0)
            throw new ProvenanceException(ProvenanceCodes.NoKey, "it is signed with a key, and no key is given to verify it with");
        ProvenanceException? last = null;
        foreach (var key in trust.Keys)
        {
            try
            {
                var statement = Signed(material, artifact, key);
                var (times, logged) = Witnessed(material, key, artifact, trust);
                return new(SignerIdentity.Of(key), times.Count > 0 ? times.Min() : null, logged, statement);
            }
            catch (ProvenanceException exception)
            {
                // A key that verifies and then fails tells more than one that does not verify.
                if (last is null or { Code: ProvenanceCodes.Invalid })
                    last = exception;
            }
        }
        throw last is { Code: ProvenanceCodes.Invalid } ? new ProvenanceException(ProvenanceCodes.OtherKey, "it verifies with none of the keys: another key made it, or it was changed") : last!;
    }

    /// <summary>Times that somebody trusted vouches for, and whether a trusted log has the signature. What a trusted log says has to be right, what another says counts for nothing; a time stamp has to be one of an authority that is trusted.</summary>
    private static (List<DateTimeOffset> Times, bool IsLogged) Witnessed(SignedMaterial material, VerificationKey signer, SignedArtifact artifact, SignatureTrust trust)
    {
        List<DateTimeOffset> times = [.. material.Timestamps.Select(stamp => Timestamps.TimeOf(stamp, material.SignatureBytes.Span, trust.Root))];
        var stamped = times.Count;
        var logged = false;
        foreach (var entry in material.LogEntries)
        {
            if (LogVerifier.LogOf(entry, trust.Root, material.NeedsProof) is not { } log)
                continue;
            for (var i = 0; i < stamped; i++)
                if (!log.Period.Has(times[i]))
                    throw new ProvenanceException(ProvenanceCodes.LogProof, "the log was not trusted when it was signed");
            LogBody.Check(entry, material, signer, artifact.Sha256.Span);
            logged = true;
            if (entry is { Promise: not null, IntegratedAt: { } at })
                times.Add(at);
        }
        return (times, logged);
    }

    private static X509Certificate2 Issuer(SignedMaterial material, TrustedRoot root, DateTimeOffset at) =>
        root.CertificateAuthorities.Where(authority => authority.Period.Has(at))
            .Select(authority => Certificates.IssuerOf(material.Certificates[0], material.Certificates.Skip(1), authority, at, Certificates.CodeSigning)).FirstOrDefault(issuer => issuer is not null)
        ?? throw new ProvenanceException(ProvenanceCodes.Certificate, "the certificate does not lead to an authority that is trusted, or did not hold when it was signed");

    private static InTotoStatement? Signed(SignedMaterial material, SignedArtifact artifact, VerificationKey key)
    {
        if (material.Envelope is { } envelope)
        {
            if (!key.Verify(envelope.Signed(), envelope.Signatures[0].Bytes.Span))
                throw Invalid();
            var statement = InTotoStatement.Of(envelope);
            return statement.IsAbout(artifact.Sha256.Span) ? statement : throw new ProvenanceException(ProvenanceCodes.OtherArtifact, "the signed statement is about something else");
        }
        if (material.Digest is { } digest && !digest.Span.SequenceEqual(artifact.Sha256.Span))
            throw new ProvenanceException(ProvenanceCodes.OtherArtifact, "the signature is for something else");
        var isRight = artifact.Content is { } content ? key.Verify(content.Span, material.Signature.Span) : key.VerifySha256(artifact.Sha256.Span, material.Signature.Span);
        return isRight ? null : throw Invalid();
    }

    private static ProvenanceException Invalid() => new(ProvenanceCodes.Invalid, "the signature does not verify");
}

/// <summary>What is said to be signed.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="Content">Its bytes; null when only the digest is known, which is enough for keys that sign a SHA-256.</param>
public sealed record SignedArtifact(ReadOnlyMemory<byte> Sha256, ReadOnlyMemory<byte>? Content);

/// <summary>Whom to believe.</summary>
/// <param name="Root">Logs and authorities.</param>
/// <param name="Keys">Keys for signatures without a certificate.</param>
/// <param name="NeedsLog">Whether a certificate's signature has to be in a transparency log.</param>
public sealed record SignatureTrust(TrustedRoot Root, IReadOnlyList<VerificationKey> Keys, bool NeedsLog = true);

/// <summary>A signature that holds.</summary>
/// <param name="Signer">Who.</param>
/// <param name="At">When, by the earliest of those who vouch for it; null when nobody does.</param>
/// <param name="IsLogged">Whether a trusted log has it.</param>
/// <param name="Statement">The signed statement; null for a signature over the artifact itself.</param>
public sealed record VerifiedSignature(SignerIdentity Signer, DateTimeOffset? At, bool IsLogged, InTotoStatement? Statement);
