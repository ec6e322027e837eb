using Posture.Analysis.Provenance;
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
    public ImageFactsData Judged(SignerRule? rule, string digest)
    {
        var judged = ProvenanceJudge.Judge(new(Convert.FromHexString(digest[7..]), null), Evidence, rule, TrustedRoot.PublicGood);
        var holds = judged.Outcomes.Where(outcome => outcome.Code is null).ToList();
        var isWhole = Evidence.Unread.Count == 0;
        return new()
        {
            Source = Host,
            CheckedAt = At,
            Trust = new() { State = ProvenanceWords.Of(judged.State), Code = judged.Code, Reason = judged.Reason },
            Signatures = isWhole || holds.Count > 0 ? [.. holds.Where(outcome => !outcome.IsAttestation).Select(outcome => new ImageSignature { Signer = outcome.Signer!.Name, Issuer = outcome.Signer.Issuer, At = outcome.At })] : null,
            Attestations = Attestations(holds, judged, rule, isWhole),
            Labels = Basics is null ? null : StringMap.From(Basics.Labels),
            Created = Basics?.Created,
            Platforms = Basics?.Platforms,
            Base = Basics?.Base,
        };
    }

    /// <summary>Statements that hold, of those who have to sign where that is said; null where one is there that could not be judged for want of a key, so that none is called absent.</summary>
    private static IReadOnlyList<ImageAttestation>? Attestations(List<SignatureOutcome> holds, ImageProvenance judged, SignerRule? rule, bool isWhole)
    {
        var stated = holds.Where(outcome => outcome.IsAttestation && (rule is null || outcome.IsExpected))
            .Select(outcome => (outcome.Statement!.PredicateType, Slsa: SlsaProvenance.Of(outcome.Statement)))
            .Select(statement => new ImageAttestation { PredicateType = statement.PredicateType, Builder = statement.Slsa?.Builder, Source = statement.Slsa?.Source }).ToList();
        var isOpen = judged.Outcomes.Any(outcome => outcome is { IsAttestation: true, Code: ProvenanceCodes.NoKey or ProvenanceCodes.Unsupported });
        return stated.Count > 0 || (isWhole && !isOpen) ? stated : null;
    }
}
