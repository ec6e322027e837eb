namespace Posture.Analysis.Provenance;

/// <summary>Why something that claims to vouch for an image does not. What it says is safe to show: nothing of the input is in it but counts, kinds and times.</summary>
public sealed class ProvenanceException : Exception
{
    public ProvenanceException(string code, string message)
        : base(message) => Code = code;

    public ProvenanceException(string code, string message, Exception inner)
        : base(message, inner) => Code = code;

    /// <summary>Stable, for example <c>log.proof</c>; see <see cref="ProvenanceCodes"/>.</summary>
    public string Code { get; }
}

/// <summary>Codes of <see cref="ProvenanceException"/>.</summary>
public static class ProvenanceCodes
{
    /// <summary>It cannot be read as what it says it is.</summary>
    public const string Malformed = "signature.malformed";

    /// <summary>A format or algorithm that is not supported: nothing is said of the signature.</summary>
    public const string Unsupported = "signature.unsupported";

    /// <summary>The signature does not verify with the key or certificate.</summary>
    public const string Invalid = "signature.invalid";

    /// <summary>No key that is given made the signature: somebody else's did, or it was changed.</summary>
    public const string OtherKey = "signature.other_key";

    /// <summary>A valid signature, of something else.</summary>
    public const string OtherArtifact = "signature.other_artifact";

    /// <summary>No key to verify it with.</summary>
    public const string NoKey = "signature.no_key";

    /// <summary>The certificate does not lead to an authority that is trusted at the time of signing.</summary>
    public const string Certificate = "certificate.untrusted";

    /// <summary>No log of certificates that is trusted knows of the certificate.</summary>
    public const string CertificateLog = "certificate.not_logged";

    /// <summary>The signature is not proven to be in the transparency log.</summary>
    public const string LogProof = "log.proof";

    /// <summary>The entry of the log is of another signature.</summary>
    public const string LogEntry = "log.entry";

    /// <summary>Nothing that is trusted says when it was signed, or it was not while the certificate held.</summary>
    public const string Time = "time.untrusted";

    /// <summary>Signed, by somebody else than asked for.</summary>
    public const string Identity = "identity.other";

    /// <summary>The trusted root cannot be used.</summary>
    public const string TrustRoot = "trust_root.malformed";
}
