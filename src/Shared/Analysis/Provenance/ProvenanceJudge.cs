using System.Security.Cryptography;

namespace Posture.Analysis.Provenance;

/// <summary>Says of a digest who vouches for it, from what was found and what the policy asks for.</summary>
public static class ProvenanceJudge
{
    /// <summary>Codes of reasons.</summary>
    public const string NoRule = "policy.no_signer_rule", TooFew = "signature.too_few", NoStatement = "attestation.missing", OtherBuilder = "attestation.other_builder", NotSigned = "signature.none";

    /// <summary>Judges.</summary>
    /// <param name="artifact">The image: SHA-256 of its manifest; or a file, with its content.</param>
    /// <param name="evidence">What was found.</param>
    /// <param name="rule">Who has to sign; null when nothing says so.</param>
    /// <param name="root">Logs and authorities of certificates.</param>
    /// <param name="known">Keys that others go by, for example admission policies: a signature of one of them is named by it, and counts no more for that.</param>
    public static ImageProvenance Judge(SignedArtifact artifact, ProvenanceEvidence evidence, SignerRule? rule, TrustedRoot root, IReadOnlyList<VerificationKey>? known = null)
    {
        var trust = new SignatureTrust(root, [.. rule?.Keys ?? [], .. known ?? []], rule?.NeedsLog ?? true);
        List<SignatureOutcome> outcomes = [.. evidence.Found.Select(found => Of(found, artifact, rule, trust, evidence.At))];
        var (state, code, reason) = StateOf(outcomes, evidence, rule);
        return new(state, code, reason, outcomes);
    }

    /// <summary>Judges one signature or statement by itself.</summary>
    /// <param name="artifact">What it should be about.</param>
    /// <param name="found">The signature or statement.</param>
    /// <param name="rule">Who has to have signed.</param>
    /// <param name="root">Logs and authorities of certificates.</param>
    public static ImageProvenance JudgeOne(SignedArtifact artifact, FoundSignature found, SignerRule rule, TrustedRoot root)
    {
        var outcome = Of(found, artifact, rule, new(root, rule.Keys, rule.NeedsLog), default);
        return outcome switch
        {
            { Code: null, IsExpected: true } => new(ProvenanceState.Verified, null, null, [outcome]),
            { Code: null } => new(ProvenanceState.OtherSigner, ProvenanceCodes.Identity, SomebodyElse(outcome), [outcome]),
            _ => new(outcome.Code is ProvenanceCodes.OtherKey ? ProvenanceState.OtherSigner : outcome.Code is ProvenanceCodes.NoKey or ProvenanceCodes.Unsupported ? ProvenanceState.NotChecked : ProvenanceState.Invalid, outcome.Code, outcome.Message, [outcome]),
        };
    }

    private static string SomebodyElse(SignatureOutcome outcome) => $"signed by {outcome.Signer!.Name}, who is not one of those who have to";

    private static (ProvenanceState, string?, string?) StateOf(List<SignatureOutcome> outcomes, ProvenanceEvidence evidence, SignerRule? rule)
    {
        var signatures = outcomes.FindAll(outcome => !outcome.IsAttestation);
        var signers = signatures.Where(outcome => outcome is { Code: null, IsExpected: true }).Select(outcome => outcome.Signer).Distinct().Count();
        if (rule is not null && signers >= rule.Threshold)
            return Missing(outcomes, evidence, rule) ?? (ProvenanceState.Verified, null, null);
        if (evidence.Unread is [var (code, message), ..])
            return (ProvenanceState.NotChecked, code, message);
        if (signatures.Count == 0)
            return (ProvenanceState.NotSigned, NotSigned, "nobody signed it");
        if (signatures.Find(outcome => outcome.Code is null) is not { } valid)
            // What could not be judged for want of a key or of support is no proof of a forgery.
            return signatures.Find(outcome => outcome.Code is ProvenanceCodes.NoKey or ProvenanceCodes.Unsupported) is { } open
                ? (rule is null || open.Code == ProvenanceCodes.Unsupported ? ProvenanceState.NotChecked : ProvenanceState.OtherSigner, open.Code, open.Message)
                // A bare key has no name: a signature that none of ours made is somebody else's, or was changed.
                : (signatures.TrueForAll(outcome => outcome.Code == ProvenanceCodes.OtherKey) ? ProvenanceState.OtherSigner : ProvenanceState.Invalid, signatures[0].Code, signatures[0].Message);
        if (rule is null)
            return (ProvenanceState.NotChecked, NoRule, $"signed by {valid.Signer!.Name}; no rule says who has to sign it");
        return signers > 0
            ? (ProvenanceState.OtherSigner, TooFew, $"{signers} of {rule.Threshold} signers that are asked for")
            : (ProvenanceState.OtherSigner, ProvenanceCodes.Identity, SomebodyElse(valid));
    }

    /// <summary>What the rule asks for beside signatures, and is not there.</summary>
    private static (ProvenanceState, string?, string?)? Missing(List<SignatureOutcome> outcomes, ProvenanceEvidence evidence, SignerRule rule)
    {
        var statements = outcomes.Where(outcome => outcome is { Code: null, IsExpected: true, IsAttestation: true }).Select(outcome => outcome.Statement!).ToList();
        foreach (var predicate in rule.Predicates)
            if (!statements.Exists(statement => statement.PredicateType == predicate))
                return evidence.Unread is [var (code, message), ..] ? (ProvenanceState.NotChecked, code, message)
                    : (ProvenanceState.Invalid, NoStatement, $"no signed statement of type {predicate} by one of those who have to sign");
        if (rule.Builders.Count == 0)
            return null;
        var builders = statements.Select(SlsaProvenance.Of).OfType<SlsaProvenance>().Select(provenance => provenance.Builder).ToList();
        if (builders.Exists(builder => builder is not null && rule.Builders.Any(known => builder == known || (known.EndsWith('/') && builder.StartsWith(known, StringComparison.Ordinal)))))
            return null;
        return builders.Count == 0
            ? (ProvenanceState.Invalid, NoStatement, "no signed provenance says who built it")
            : (ProvenanceState.Invalid, OtherBuilder, "built by a builder that is not one of those asked for");
    }

    private static SignatureOutcome Of(FoundSignature found, SignedArtifact artifact, SignerRule? rule, SignatureTrust trust, DateTimeOffset now)
    {
        try
        {
            if (found.Notation is { } notation)
                return new(found.Format, null, null, notation.Verify("sha256:" + Convert.ToHexStringLower(artifact.Sha256.Span), rule?.Authorities ?? [], now), null, true, null);
            if (found.Material is not { } material)
                throw found.Failure ?? new ProvenanceException(ProvenanceCodes.Malformed, "it could not be read");
            var held = found.Payload is { } payload
                ? Checked(SignatureVerifier.Verify(material, new(SHA256.HashData(payload.Span), payload), trust), payload, artifact.Sha256.Span)
                : SignatureVerifier.Verify(material, artifact, trust);
            return new(found.Format, null, null, held.Signer, held.At, rule?.Accepts(held.Signer) ?? false, held.Statement);
        }
        catch (ProvenanceException refused)
        {
            // That keys which others go by do not verify it says nothing where none is asked for.
            var code = refused.Code == ProvenanceCodes.OtherKey && rule is not { Keys.Count: > 0 } ? ProvenanceCodes.NoKey : refused.Code;
            return new(found.Format, code, refused.Message, null, null, false, StatementOf(found));
        }
    }

    private static VerifiedSignature Checked(VerifiedSignature held, ReadOnlyMemory<byte> payload, ReadOnlySpan<byte> sha256) =>
        CosignLayer.DigestOf(payload) == "sha256:" + Convert.ToHexStringLower(sha256) ? held : throw new ProvenanceException(ProvenanceCodes.OtherArtifact, "the signature is for another image");

    /// <summary>What an attestation that does not hold would have said, so that it is not taken for a signature; its words count for nothing.</summary>
    private static InTotoStatement? StatementOf(FoundSignature found)
    {
        try
        {
            return found.Material?.Envelope is { } envelope ? InTotoStatement.Of(envelope) : null;
        }
        catch (ProvenanceException)
        {
            return null;
        }
    }
}
