using Microsoft.AspNetCore.Identity;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Identity;

/// <summary>Whose role needs a second factor (<c>Posture:Identity:SecondFactorRoles</c>): without one the account signs in, and has no role until it has.</summary>
internal sealed class SecondFactorRule(DashboardSettings settings, UserManager<Account> accounts)
{
    public async Task<bool> IsRequiredAsync(Account account) => settings.Posture.SecondFactorRoles.Length > 0 && IsRequired(await accounts.GetRolesAsync(account));

    /// <summary>Whether one of these roles needs it.</summary>
    public bool IsRequired(IEnumerable<string> roles) => roles.Intersect(settings.Posture.SecondFactorRoles, StringComparer.Ordinal).Any();
}
