using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>One rule of an admission policy (or of the runtime) about images.</summary>
internal sealed record ImageRule
{
    /// <summary>The object that holds the rule.</summary>
    public required KubeObject Source { get; init; }

    /// <summary>Where the rule stands in it.</summary>
    public required string Path { get; init; }

    /// <summary>It limits where images may come from. For rules written as expressions a reading of their text, not a proof.</summary>
    public bool RestrictsSources { get; init; }

    /// <summary>It verifies signatures of the images that <see cref="Matches"/> picks.</summary>
    public bool VerifiesSignatures { get; init; }

    /// <summary>Who has to have signed them, as far as it can be read; null for rules on other things.</summary>
    public SignerDemand? Signers { get; init; }

    /// <summary>It demands a provenance attestation of every image that it verifies.</summary>
    public bool DemandsProvenance { get; init; }

    /// <summary>It refuses a violation, at least in some namespace; else it only warns or records.</summary>
    public required bool Enforcing { get; init; }

    /// <summary>Whether it refuses violations in every pod of a namespace; null when conditions written as expressions decide.</summary>
    public required Func<Namespace, bool?> Covers { get; init; }

    /// <summary>Whether it looks at an image; null when an expression decides.</summary>
    public Func<ImageReference, bool?> Matches { get; init; } = _ => true;

    /// <summary>Kind, name and place, for messages.</summary>
    public string Title => $"{Source.Ref} ({Path})";
}
