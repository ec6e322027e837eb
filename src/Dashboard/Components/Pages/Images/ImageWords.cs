using Posture.Analysis.Provenance;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Words of provenance states: in addresses, and the keys of texts.</summary>
internal static class ImageWords
{
    /// <summary>States in the order of work: what is wrong, what nobody could look at, what is good.</summary>
    public static readonly IReadOnlyList<ProvenanceState> All = [ProvenanceState.Invalid, ProvenanceState.OtherSigner, ProvenanceState.NotSigned, ProvenanceState.NotChecked, ProvenanceState.Verified];

    /// <summary>Word in an address.</summary>
    public static string Of(ProvenanceState state) => state switch
    {
        ProvenanceState.NotChecked => "not-checked",
        ProvenanceState.NotSigned => "not-signed",
        ProvenanceState.OtherSigner => "other-signer",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>Key of the text that says what to do about an image; null when nothing is to be done.</summary>
    /// <param name="state">Its state.</param>
    /// <param name="code">Code of the reason; null where nobody looked.</param>
    /// <param name="digest">Its digest, when it is known.</param>
    /// <param name="isLooked">Whether anything is held of it.</param>
    public static string? Advice(ProvenanceState state, string? code, string? digest, bool isLooked) => state switch
    {
        ProvenanceState.Verified => null,
        ProvenanceState.Invalid => nameof(ImagesText.DoInvalid),
        ProvenanceState.OtherSigner => nameof(ImagesText.DoOtherSigner),
        ProvenanceState.NotSigned => nameof(ImagesText.DoNotSigned),
        _ when digest is null => nameof(ImagesText.DoNoDigest),
        _ when !isLooked || code is null => nameof(ImagesText.DoAskRegistry),
        _ when code == ProvenanceJudge.NoRule => nameof(ImagesText.DoAddRule),
        _ when code == ProvenanceCodes.NoKey => nameof(ImagesText.DoAddKey),
        _ when code == ProvenanceCodes.Unsupported => nameof(ImagesText.DoUnsupported),
        _ => nameof(ImagesText.DoWait),
    };
}
