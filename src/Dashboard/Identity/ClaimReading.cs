namespace Posture.Dashboard.Identity;

/// <summary>What <see cref="ClaimRules"/> read in a provider's claims.</summary>
/// <param name="Roles">Known roles.</param>
/// <param name="Tenants">Names of tenants, whether or not there are such here.</param>
/// <param name="Problem">Code of why there is no role, or no sign-in; null when all is well.</param>
public sealed record ClaimReading(IReadOnlyList<string> Roles, IReadOnlyList<string> Tenants, string? Problem)
{
    /// <summary>The provider sent nothing under the name of the role claim.</summary>
    public const string NoClaim = "sso.no_role_claim";

    /// <summary>The provider sent values, of which none is a role here.</summary>
    public const string NoRule = "sso.no_rule";

    /// <summary>The provider left the list out because it is too long for a token.</summary>
    public const string Overfull = "sso.groups_overfull";

    /// <summary>More tenants than anybody is a member of: a mistake of the provider's mapping, of which no part is taken.</summary>
    public const string TooManyTenants = "sso.too_many_tenants";

    /// <summary>The embedded provider gives a role only to who signs in with a second factor.</summary>
    public const string FactorRequired = "factor.required";

    /// <summary>Whether rights would be missing that the provider meant to give: then nobody is signed in with the rest.</summary>
    public bool IsIncomplete => Problem is Overfull or TooManyTenants;

    /// <summary>Whether there is a role or a tenant in it, or would be.</summary>
    public bool GivesAnything => Roles.Count > 0 || Tenants.Count > 0 || IsIncomplete;

    /// <summary>Whether another reading gives the same, in whatever order.</summary>
    public bool GivesTheSameAs(ClaimReading other) =>
        IsIncomplete == other.IsIncomplete && Roles.ToHashSet(StringComparer.Ordinal).SetEquals(other.Roles) && Tenants.ToHashSet(StringComparer.Ordinal).SetEquals(other.Tenants);
}
