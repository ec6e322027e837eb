using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Accounts in words.</summary>
internal static class PeopleWords
{
    private const int Named = 3;

    public static string NameOf(Person person) => string.IsNullOrWhiteSpace(person.Name) ? person.Email : person.Name;

    public static string TenantsOf(IReadOnlyList<string> tenants) =>
        tenants.Count == 0 ? "–" : string.Join(", ", tenants.Take(Named)) + (tenants.Count > Named ? $" +{tenants.Count - Named}" : "");
}
