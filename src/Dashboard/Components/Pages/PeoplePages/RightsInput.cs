using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Roles and tenants as they are chosen in a form.</summary>
public sealed class RightsInput
{
    private readonly HashSet<string> _roles = new(StringComparer.Ordinal);

    /// <summary>What an account has, to be changed.</summary>
    internal static RightsInput Of(Person person)
    {
        var input = new RightsInput { Tenants = string.Join('\n', person.Tenants) };
        input._roles.UnionWith(person.Roles);
        return input;
    }

    /// <summary>Names of tenants, parted by lines, commas or blanks.</summary>
    public string Tenants { get; set; } = "";

    internal IReadOnlyCollection<string> Roles => _roles;

    internal IReadOnlyList<string> TenantNames =>
        [.. Tenants.Split(['\n', '\r', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    internal bool Has(string role) => _roles.Contains(role);

    internal void Set(string role, bool held)
    {
        if (held)
            _roles.Add(role);
        else
            _roles.Remove(role);
    }
}
