using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Analysis.Provenance;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-IMG-SIGNATURE-PRESENT: nobody signed a running digest. A record of Kyverno's verification on the pod counts where Kyverno has policies: it protects that
/// annotation, which else anybody could write.
/// </summary>
internal sealed class MissingSignature : ImageFactsCheck
{
    private const string Record = "kyverno.io/verify-images";
    private const int MaxRecord = 64 * 1024;

    private static readonly KindRef[] Policies =
    [
        new("kyverno.io", "ClusterPolicy"), new("kyverno.io", "Policy"), new("policies.kyverno.io", "ImageValidatingPolicy"),
        new("policies.kyverno.io", "NamespacedImageValidatingPolicy"),
    ];

    public override string Id => "L4-IMG-SIGNATURE-PRESENT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ImageFacts>(), .. Policies];

    protected override void Evaluate(RunningImage image, Workload workload, ClusterView view, Judgement judgement)
    {
        if (HasPolicies(view)
            && workload.Pods.FirstOrDefault(pod => IsVerified(pod.Metadata.Annotations[Record], image.Digest)) is { } pod)
            judgement.Note($"Pod/{pod.Name}: metadata.annotations", "pass", $"Kyverno verified the signature of container {image.Container} on admission.");
        else
            base.Evaluate(image, workload, view, judgement);
    }

    protected override void Evaluate(RunningImage image, ImageFactsData facts, Workload workload, ClusterView view, Judgement judgement)
    {
        if (facts.Trust is { } trust)
            Evaluate(image, trust, facts.Source, judgement);
        else if (facts.Signatures is not { } signatures)
            Unknown(image, view, judgement);
        else if (signatures.Count == 0)
            judgement.Fail(image.Path, image.Digest, "a signature of the digest", $"Container {image.Container} runs a digest that nobody signed ({facts.Source}).");
        else
            judgement.Note(image.Path, signatures[0].Signer ?? "signed by a key", $"{signatures.Count} signatures of container {image.Container}'s image ({facts.Source}).");
    }

    /// <summary>A registry was asked. That nobody says who has to sign does not make a signature that holds absent; one that could not be verified for want of its key, or looked at, is not present.</summary>
    private static void Evaluate(RunningImage image, ImageTrust trust, string source, Judgement judgement)
    {
        switch (ProvenanceWords.StateOf(trust.State))
        {
            case ProvenanceState.Verified:
                judgement.Note(image.Path, "verified", $"Container {image.Container}'s image is signed by those who have to ({source}).");
                break;
            case ProvenanceState.NotSigned:
                judgement.Fail(image.Path, image.Digest, "a signature of the digest", $"Container {image.Container} runs a digest that nobody signed ({source}).");
                break;
            case ProvenanceState.OtherSigner or ProvenanceState.Invalid:
                judgement.Fail(image.Path, trust.Reason ?? trust.State, "a signature of those who have to sign", $"Container {image.Container} runs a digest that those who have to did not sign: {trust.Reason} ({source}).");
                break;
            default:
                if (trust.Code is ProvenanceJudge.NoRule)
                    judgement.Note(image.Path, trust.Reason ?? "", $"Container {image.Container}'s image is signed; no rule (imageSigners) says by whom it has to be ({source}).");
                else
                    judgement.NotAssessed($"Container {image.Container}: whether its image is signed could not be checked: {trust.Reason} ({trust.Code}, {source}).");
                break;
        }
    }

    private static bool HasPolicies(ClusterView view)
    {
        foreach (var kind in Policies)
            if (view.Inventory.CountOf(kind) > 0)
                return true;
        return false;
    }

    /// <summary>The record is a map from <c>name@digest</c> to pass, or to true in older versions.</summary>
    private static bool IsVerified(string? record, string digest)
    {
        if (record is not { Length: > 0 and <= MaxRecord })
            return false;
        try
        {
            using var document = JsonDocument.Parse(record);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().Any(entry =>
                entry.Name.EndsWith($"@{digest}", StringComparison.Ordinal)
                && (entry.Value.ValueKind == JsonValueKind.True || (entry.Value.ValueKind == JsonValueKind.String && entry.Value.ValueEquals("pass"))));
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException) // The latter for half of a surrogate pair.
        {
            return false;
        }
    }
}
