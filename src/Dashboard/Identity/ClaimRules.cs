using System.Security.Claims;
using System.Text.Json;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Which roles and tenants a provider's claims give. Without rules a role is its own word in the role claim and a tenant its own name; with rules for roles (or
/// tenants) only these count: a group of that name means nothing by itself. Names, e-mail addresses and further claims give nothing.
/// </summary>
public sealed class ClaimRules
{
    /// <summary>A provider that leaves out a list says where it is to be had (OpenID Connect Core §5.6.2, distributed claims; Entra ID's "overage").</summary>
    public const string Elsewhere = "_claim_names";

    private readonly bool _own;
    private readonly Dictionary<string, string[]> _roles;
    private readonly Dictionary<string, string[]> _tenants;

    internal ClaimRules(DashboardSettings settings)
    {
        // The embedded provider's claims are our own.
        var own = _own = settings.Posture.EmbeddedIdentity;
        (RoleClaim, TenantClaim) = own ? ("role", Viewer.TenantClaim) : (settings.Oidc.RoleClaim, settings.Oidc.TenantClaim);
        _roles = Inverted(own ? [] : settings.Oidc.Roles);
        _tenants = Inverted(own ? [] : settings.Oidc.Tenants);
    }

    /// <summary>Claim that gives roles.</summary>
    public string RoleClaim { get; }

    /// <summary>Claim that makes a member of tenants.</summary>
    public string TenantClaim { get; }

    /// <summary>Values of <see cref="RoleClaim"/> with what each gives; empty where the words of the roles do.</summary>
    public IReadOnlyDictionary<string, string[]> RolesByValue => _roles;

    /// <summary>Values of <see cref="TenantClaim"/> with the tenants of each; empty where the names of tenants do.</summary>
    public IReadOnlyDictionary<string, string[]> TenantsByValue => _tenants;

    /// <summary>Reads what a provider said of a person.</summary>
    public ClaimReading Read(IEnumerable<Claim> claims)
    {
        var (given, tenants, elsewhere) = (new List<string>(), new List<string>(), false);
        string? told = null;
        foreach (var claim in claims)
        {
            if (claim.Type == RoleClaim)
                given.Add(claim.Value);
            if (claim.Type == TenantClaim)
                tenants.Add(claim.Value);
            if (_own && claim.Type == Session.ProblemClaim)
                told = claim.Value;
            elsewhere |= claim.Type == Elsewhere && NamesOurs(claim.Value);
        }
        string[] roles = [.. Roles.All.Intersect(Mapped(_roles, given), StringComparer.Ordinal)];
        string[] own = [.. Mapped(_tenants, tenants).Distinct(StringComparer.Ordinal)];
        var problem = elsewhere ? ClaimReading.Overfull
            : own.Length > Viewer.MaximumTenants ? ClaimReading.TooManyTenants
            : roles.Length > 0 ? null
            : told is not null ? told
            : given.Count == 0 ? ClaimReading.NoClaim : ClaimReading.NoRule;
        return new(roles, own, problem);
    }

    private static IEnumerable<string> Mapped(Dictionary<string, string[]> rules, List<string> values) =>
        rules.Count == 0 ? values.Where(value => value.Length > 0) : values.SelectMany(value => rules.TryGetValue(value, out var names) ? names : []);

    private static Dictionary<string, string[]> Inverted(Dictionary<string, string[]> rules) => rules
        .SelectMany(rule => rule.Value.Select(value => (Value: value, Name: rule.Key)))
        .GroupBy(pair => pair.Value, pair => pair.Name, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private bool NamesOurs(string json)
    {
        try
        {
            using var names = JsonDocument.Parse(json);
            return names.RootElement.ValueKind == JsonValueKind.Object
                && (names.RootElement.TryGetProperty(RoleClaim, out _) || names.RootElement.TryGetProperty(TenantClaim, out _));
        }
        catch (JsonException)
        {
            return false; // no list of names
        }
    }
}
