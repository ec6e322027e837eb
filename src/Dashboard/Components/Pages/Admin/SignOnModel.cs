using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Pages.Admin;

/// <summary>How people sign in here.</summary>
/// <param name="Tenants">Names of the tenants that there are.</param>
/// <param name="Rules">What claims give.</param>
public sealed record SignOnModel(IReadOnlySet<string> Tenants, ClaimRules Rules);
