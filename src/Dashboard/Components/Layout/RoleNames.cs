using System.Security.Claims;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Layout;

/// <summary>A person's roles in words.</summary>
internal static class RoleNames
{
    public static string Of(ClaimsPrincipal user, IStringLocalizer<FrameText> loc)
    {
        var names = Roles.All.Where(user.IsInRole).Select(role => Of(role, loc)).ToList();
        return names.Count == 0 ? loc[nameof(FrameText.RoleNone)] : string.Join(", ", names);
    }

    public static string Of(string role, IStringLocalizer<FrameText> loc) => role switch
    {
        Roles.Lead => loc[nameof(FrameText.RoleLead)],
        Roles.Tenant => loc[nameof(FrameText.RoleTenant)],
        Roles.Manager => loc[nameof(FrameText.RoleManager)],
        Roles.Admin => loc[nameof(FrameText.RoleAdmin)],
        _ => role,
    };
}
