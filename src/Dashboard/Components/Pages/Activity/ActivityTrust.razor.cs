using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Live;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Activity;

/// <summary>The trusted root of signatures: where it is from, how old it is, and what keeps it from being renewed.</summary>
public sealed partial class ActivityTrust
{
    [Parameter, EditorRequired]
    public TrustedRootState Trust { get; set; } = default!;

    /// <summary>What to do: about the way to the mirror, the folder, the file, or what the mirror says.</summary>
    private static string AdviceOf(string code) => code switch
    {
        "tuf.unreachable" or "tuf.timeout" or "tuf.tls" or "tuf.failed" or "tuf.redirect_refused" => nameof(ActivityText.TrustAdviceWay),
        _ when code.StartsWith("net.", StringComparison.Ordinal) => nameof(ActivityText.TrustAdviceWay),
        "tuf.folder_unusable" => nameof(ActivityText.TrustAdviceFolder),
        _ when code.StartsWith("trust_root.", StringComparison.Ordinal) => nameof(ActivityText.TrustAdviceFile),
        _ => nameof(ActivityText.TrustAdviceMirror),
    };
}
