using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Account;

/// <summary>Why another provider's answer made no session, by its stable code; what was wrong with it is for the log.</summary>
public sealed partial class FailedPage
{
    [SupplyParameterFromQuery(Name = "code")]
    public string? Code { get; set; }

    // Of the address nothing is repeated that we did not write ourselves.
    private string Known => Code is ClaimReading.Overfull or ClaimReading.TooManyTenants or ProviderException.Code or ProviderEvents.Denied ? Code : ProviderEvents.Failed;

    private string Why => Known switch
    {
        ClaimReading.Overfull => nameof(AccountText.FailedOverfull),
        ClaimReading.TooManyTenants => nameof(AccountText.FailedTooMany),
        ProviderException.Code => nameof(AccountText.FailedUnreachable),
        ProviderEvents.Denied => nameof(AccountText.FailedDenied),
        _ => nameof(AccountText.FailedText),
    };
}
