using System.Security.Claims;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Layout;

/// <summary>A person's roles in words.</summary>
internal static class RoleNames
{
    public static string Of(ClaimsPrincipal user, IStringLocalizer<FrameText> loc) => Of(Roles.All.Where(user.IsInRole), loc);

    public static string Of(IEnumerable<string> roles, IStringLocalizer<FrameText> loc) =>
        string.Join(", ", Roles.All.Intersect(roles, StringComparer.Ordinal).Select(role => Of(role, loc))) is { Length: > 0 } names ? names : loc[nameof(FrameText.RoleNone)];

    public static string Of(string role, IStringLocalizer<FrameText> loc) => role switch
    {
        Roles.Lead => loc[nameof(FrameText.RoleLead)],
        Roles.Tenant => loc[nameof(FrameText.RoleTenant)],
        Roles.Manager => loc[nameof(FrameText.RoleManager)],
        Roles.Admin => loc[nameof(FrameText.RoleAdmin)],
        _ => role,
    };
}
