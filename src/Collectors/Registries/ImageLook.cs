using System.Text.Json;
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
    /// <param name="rule">Who has to sign; null when nothing says so.</param>
    /// <param name="known">Keys of admission policies, to name signers by.</param>
    /// <param name="trust">Logs and authorities of certificates.</param>
    /// <param name="digest">The digest.</param>
    public ImageFactsData Judged(SignerRule? rule, IReadOnlyList<VerificationKey> known, TrustInUse trust, string digest)
    {
        // Without a root what is there may hold or not; nothing but a key can then say so.
        var evidence = trust.Root is null && Evidence.Found.Count > 0
            ? Evidence with { Unread = [.. Evidence.Unread, (trust.Failure?.Code ?? TrustException.Pending, trust.Failure?.Message ?? "the trusted root was not yet fetched from its mirror")] } : Evidence;
        var judged = ProvenanceJudge.Judge(new(Convert.FromHexString(digest[7..]), null), evidence, rule, trust.Root ?? TrustedRoot.Nobody, known);
        var holds = judged.Outcomes.Where(outcome => outcome.Code is null).ToList();
        var isWhole = evidence.Unread.Count == 0;
        return new()
        {
            Source = Host,
            CheckedAt = At,
            Trust = new() { State = ProvenanceWords.Of(judged.State), Code = judged.Code, Reason = judged.Reason },
            Signatures = isWhole || holds.Count > 0 ? [.. holds.Where(outcome => !outcome.IsAttestation).Select(outcome => new ImageSignature { Signer = outcome.Signer!.Name, Issuer = outcome.Signer.Issuer, At = outcome.At })] : null,
            Attestations = Attestations(holds, judged, rule, isWhole),
            IsPartial = !isWhole || judged.Outcomes.Any(outcome => outcome.Code == ProvenanceCodes.Unsupported),
            Vex = Statements(judged, rule, digest, isWhole),
            Labels = Basics is null ? null : StringMap.From(Basics.Labels),
            Created = Basics?.Created,
            Platforms = Basics?.Platforms,
            Base = Basics?.Base,
            Layers = Basics?.Layers,
            Manifests = Basics?.Manifests,
        };
    }

    /// <summary>What those who have to sign say of vulnerabilities. Where nothing says who that is, nobody may: else whoever can push an image could have its vulnerabilities not counted.</summary>
    private static IReadOnlyList<VexStatement>? Statements(ImageProvenance judged, SignerRule? rule, string digest, bool isWhole)
    {
        var said = new List<VexStatement>();
        foreach (var outcome in judged.Outcomes)
            if (rule is not null && outcome is { Code: null, IsExpected: true, IsAttestation: true, Statement: { } statement } && statement.PredicateType.StartsWith(OpenVex.PredicateType, StringComparison.Ordinal))
                try
                {
                    said.AddRange(OpenVex.Read(statement.Predicate, outcome.Signer!.Name).Where(one => one.Digest is null || one.Digest == digest).Select(one => one.Statement));
                }
                catch (JsonException)
                {
                    // Of a statement that is no such document nothing is taken: all its vulnerabilities count.
                }
        return said.Count > 0 || isWhole ? said : null;
    }

    /// <summary>Statements that hold; null where one is there that could not be judged for want of a key, so that none is called absent.</summary>
    private static IReadOnlyList<ImageAttestation>? Attestations(List<SignatureOutcome> holds, ImageProvenance judged, SignerRule? rule, bool isWhole)
    {
        var stated = holds.Where(outcome => outcome.IsAttestation).Select(outcome => (Outcome: outcome, Slsa: SlsaProvenance.Of(outcome.Statement!)))
            .Select(one => new ImageAttestation
            {
                PredicateType = one.Outcome.Statement!.PredicateType,
                Signer = one.Outcome.Signer!.Name,
                Issuer = one.Outcome.Signer.Issuer,
                IsOfOthers = rule is not null && !one.Outcome.IsExpected,
                Builder = one.Slsa?.Builder,
                Source = one.Slsa?.Source,
            }).ToList();
        var isOpen = judged.Outcomes.Any(outcome => outcome is { IsAttestation: true, Code: ProvenanceCodes.NoKey or ProvenanceCodes.Unsupported });
        return stated.Exists(one => !one.IsOfOthers) || (isWhole && !isOpen) ? stated : null;
    }
}
