using Posture.Analysis.Provenance;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Who has to have signed an image, as an admission policy says it, to be held against what was verified: yes, no, or null where that cannot be said from here.</summary>
internal sealed class SignerDemand
{
    private readonly Func<ImageFactsData, bool?> _met;

    private SignerDemand(Func<ImageFactsData, bool?> met, IReadOnlyList<VerificationKey> keys) => (_met, Keys) = (met, keys);

    /// <summary>
    /// Something that this product has not: keys in a service or a Secret, authorities of one's own, signatures kept in another repository. Only an image that nobody
    /// signed cannot meet it.
    /// </summary>
    public static SignerDemand Unreadable { get; } = new(facts => ProvenanceWords.StateOf(facts.Trust?.State ?? "") == ProvenanceState.NotSigned ? false : null, []);

    /// <summary>Keys that it names; signatures have to be verified with them before it can be met.</summary>
    public IReadOnlyList<VerificationKey> Keys { get; }

    /// <summary>So many of these; none at all of none.</summary>
    public static SignerDemand AtLeast(long count, IReadOnlyList<SignerDemand> of) => new(
        facts =>
        {
            var (met, open) = (0, 0);
            foreach (var demand in of)
                if (demand.Met(facts) is { } answer)
                    met += answer ? 1 : 0;
                else
                    open++;
            return met >= count ? true : met + open < count ? false : null;
        },
        [.. of.SelectMany(demand => demand.Keys)]);

    /// <summary>A signature by one of these.</summary>
    public static SignerDemand SignedBy(SignerMatch who) => new(
        facts => facts.Signatures is { } signatures ? Found(signatures.Select(one => (one.Signer, one.Issuer)), who, facts) : null, who.Keys);

    /// <summary>A statement of a type, signed by one of these.</summary>
    /// <param name="type">Type, or its short name.</param>
    /// <param name="who">Who has to have signed it.</param>
    /// <param name="isOpen">Whether the policy asks more of its content than is read here: then it can be seen to be missing, and no more.</param>
    public static SignerDemand Stated(string type, SignerMatch who, bool isOpen) => new(
        facts => facts.Attestations is { } attestations
            && Found(attestations.Where(one => Provenance.IsOfType(one.PredicateType, type)).Select(one => (one.Signer, one.Issuer)), who, facts) is { } found
            && !(found && isOpen) ? found : null,
        who.Keys);

    /// <summary>Whether the image meets it.</summary>
    public bool? Met(ImageFactsData facts) => _met(facts);

    private static bool? Found(IEnumerable<(string? Signer, string? Issuer)> signers, SignerMatch who, ImageFactsData facts)
    {
        // An import lists what somebody asked a tool for: a signature that it lacks may be there.
        var open = facts.IsPartial || facts.Trust is null;
        foreach (var (signer, issuer) in signers)
            if (signer is null)
                open = true;
            else if (who.Accepts(new(signer, issuer)))
                return true;
        return open ? null : false;
    }
}

/// <summary>Some signers.</summary>
/// <param name="Keys">Keys among them.</param>
/// <param name="Accepts">Whether a signer is one of them.</param>
internal sealed record SignerMatch(IReadOnlyList<VerificationKey> Keys, Func<SignerIdentity, bool> Accepts)
{
    /// <summary>Anybody.</summary>
    public static SignerMatch Anybody { get; } = new([], _ => true);

    /// <summary>A key.</summary>
    public static SignerMatch Of(VerificationKey key)
    {
        var signer = SignerIdentity.Of(key);
        return new([key], one => one == signer);
    }
}
