namespace Posture.Analysis.Provenance;

/// <summary>What is known of who vouches for a digest. Only <see cref="Verified"/> is good news, and what nobody could look at is never <see cref="NotSigned"/> (P-37).</summary>
public enum ProvenanceState
{
    /// <summary>Somebody could not look, or nothing says who has to sign; with the reason.</summary>
    NotChecked,

    /// <summary>Somebody looked everywhere, and there is no signature.</summary>
    NotSigned,

    /// <summary>There are signatures, and none of them holds; with the reason.</summary>
    Invalid,

    /// <summary>Signatures hold, but not of those who have to sign.</summary>
    OtherSigner,

    /// <summary>Signed by those who have to.</summary>
    Verified,
}

/// <summary>The words of states in documents, in the store and on the command line.</summary>
public static class ProvenanceWords
{
    /// <summary>The word of a state.</summary>
    public static string Of(ProvenanceState state) => state switch
    {
        ProvenanceState.Verified => "verified",
        ProvenanceState.OtherSigner => "otherSigner",
        ProvenanceState.Invalid => "invalid",
        ProvenanceState.NotSigned => "notSigned",
        _ => "notChecked",
    };

    /// <summary>The state of a word; what is not known is not checked.</summary>
    public static ProvenanceState StateOf(string word) => Enum.GetValues<ProvenanceState>().FirstOrDefault(state => Of(state) == word);
}

/// <summary>A signature or attestation as it was found: what it is, and what could be read of it.</summary>
/// <param name="Format">For people: <c>cosign signature</c>, <c>Sigstore bundle</c> and so on.</param>
/// <param name="Material">What came; null when it could not be read.</param>
/// <param name="Payload">Of a signature over a payload that names the image: the payload. Null when the image itself or a statement about it is signed.</param>
/// <param name="Failure">Why it could not be read.</param>
/// <param name="Notation">A signature of Notation, which is of another kind than <paramref name="Material"/>.</param>
public sealed record FoundSignature(string Format, SignedMaterial? Material, ReadOnlyMemory<byte>? Payload, ProvenanceException? Failure, NotationEnvelope? Notation = null);

/// <summary>Everything that was found about a digest.</summary>
/// <param name="Found">Signatures and attestations.</param>
/// <param name="Unread">Why some place could not be looked at, by code and message; empty when all were.</param>
/// <param name="At">When it was looked at: what has no time that is vouched for has to hold then.</param>
public sealed record ProvenanceEvidence(IReadOnlyList<FoundSignature> Found, IReadOnlyList<(string Code, string Message)> Unread, DateTimeOffset At = default);

/// <summary>What became of one signature or attestation.</summary>
/// <param name="Format">As found.</param>
/// <param name="Code">Null when it holds; else why not.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Signer">Who, when it holds.</param>
/// <param name="At">When, where somebody vouches for it.</param>
/// <param name="IsExpected">Whether the signer is one of those who have to sign.</param>
/// <param name="Statement">What is stated; null for a plain signature.</param>
public sealed record SignatureOutcome(string Format, string? Code, string? Message, SignerIdentity? Signer, DateTimeOffset? At, bool IsExpected, InTotoStatement? Statement)
{
    /// <summary>Predicate of a statement that says no more than that the image is signed (cosign 3).</summary>
    public const string SignPredicate = "https://sigstore.dev/cosign/sign/v1";

    /// <summary>Whether it states something about the image, beside that it is signed.</summary>
    public bool IsAttestation => Statement is { PredicateType: not SignPredicate };
}

/// <summary>Who vouches for an image.</summary>
/// <param name="State">In one word.</param>
/// <param name="Reason">Why, in a sentence; null when <see cref="ProvenanceState.Verified"/>.</param>
/// <param name="Code">Stable code of the reason.</param>
/// <param name="Outcomes">Every signature and attestation that was found.</param>
public sealed record ImageProvenance(ProvenanceState State, string? Code, string? Reason, IReadOnlyList<SignatureOutcome> Outcomes);
