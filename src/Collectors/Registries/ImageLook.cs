using Posture.Analysis.Provenance;
using Posture.Collectors.Trust;
using Posture.Model.Inventory;

namespace Posture.Collectors.Registries;

/// <summary>What a registry said of a digest once.</summary>
/// <param name="Host">The registry.</param>
/// <param name="At">When.</param>
/// <param name="Basics">What the image says of itself; null when it could not be read.</param>
/// <param name="Evidence">What vouches for it.</param>
internal sealed record ImageLook(string Host, DateTimeOffset At, ImageBasics? Basics, ProvenanceEvidence Evidence)
{
    /// <summary>As facts, judged by who has to sign. What could not be looked at is left unknown, never empty.</summary>
    public ImageFactsData Judged(SignerRule? rule, string digest, TrustInUse trust)
    {
        // Without a root what is there may hold or not; nothing but a key can then say so.
        var evidence = trust.Root is null && Evidence.Found.Count > 0
            ? Evidence with { Unread = [.. Evidence.Unread, (trust.Failure?.Code ?? TrustException.Pending, trust.Failure?.Message ?? "the trusted root was not yet fetched from its mirror")] } : Evidence;
        var judged = ProvenanceJudge.Judge(new(Convert.FromHexString(digest[7..]), null), evidence, rule, trust.Root ?? TrustedRoot.Nobody);
        var holds = judged.Outcomes.Where(outcome => outcome.Code is null).ToList();
        var isWhole = evidence.Unread.Count == 0;
        return new()
        {
            Source = Host,
            CheckedAt = At,
            Trust = new() { State = ProvenanceWords.Of(judged.State), Code = judged.Code, Reason = judged.Reason },
            Signatures = isWhole || holds.Count > 0 ? [.. holds.Where(outcome => !outcome.IsAttestation).Select(outcome => new ImageSignature { Signer = outcome.Signer!.Name, Issuer = outcome.Signer.Issuer })] : null,
            Attestations = Attestations(holds, judged, rule, isWhole),
            Labels = Basics is null ? null : StringMap.From(Basics.Labels),
            Created = Basics?.Created,
            Base = Basics?.Base,
        };
    }

    /// <summary>Statements that hold, of those who have to sign where that is said; null where one is there that could not be judged for want of a key, so that none is called absent.</summary>
    private static IReadOnlyList<ImageAttestation>? Attestations(List<SignatureOutcome> holds, ImageProvenance judged, SignerRule? rule, bool isWhole)
    {
        var stated = holds.Where(outcome => outcome.IsAttestation && (rule is null || outcome.IsExpected))
            .Select(outcome => new ImageAttestation { PredicateType = outcome.Statement!.PredicateType, Builder = SlsaProvenance.Of(outcome.Statement)?.Builder }).ToList();
        var isOpen = judged.Outcomes.Any(outcome => outcome is { IsAttestation: true, Code: ProvenanceCodes.NoKey or ProvenanceCodes.Unsupported });
        return stated.Count > 0 || (isWhole && !isOpen) ? stated : null;
    }
}
