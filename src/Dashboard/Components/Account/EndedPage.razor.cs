using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Account;

/// <summary>Where an open page leads when its session has ended: says so, and leads back after sign-in.</summary>
public sealed partial class EndedPage
{
    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }
}
