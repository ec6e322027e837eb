using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Accounts in words.</summary>
internal static class PeopleWords
{
    private const int Named = 3;

    public static string NameOf(Person person) => string.IsNullOrWhiteSpace(person.Name) ? person.Email : person.Name;

    public static string RolesOf(IReadOnlyList<string> roles, IStringLocalizer<FrameText> texts) =>
        roles.Count == 0 ? texts[nameof(FrameText.RoleNone)] : string.Join(", ", Roles.All.Intersect(roles, StringComparer.Ordinal).Select(role => RoleNames.Of(role, texts)));

    public static string TenantsOf(IReadOnlyList<string> tenants) =>
        tenants.Count == 0 ? "–" : string.Join(", ", tenants.Take(Named)) + (tenants.Count > Named ? $" +{tenants.Count - Named}" : "");
}
