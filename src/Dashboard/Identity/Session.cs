using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Posture.Dashboard.Identity;

/// <summary>The dashboard's own session: schemes, and the few claims that it keeps of what a provider says.</summary>
internal static class Session
{
    /// <summary>Scheme of the session cookie.</summary>
    public const string Scheme = "session";

    /// <summary>Scheme of the identity provider.</summary>
    public const string ProviderScheme = "provider";

    /// <summary>Id of the <see cref="OpenSession"/>; what another provider sends under this name is its own.</summary>
    public const string IdClaim = "sid";

    /// <summary>End of the session in Unix seconds; open circuits end with it too.</summary>
    public const string UntilClaim = "until";

    /// <summary>Network address that signed in.</summary>
    public const string AddressClaim = "address";

    /// <summary>Code of why there is no role, see <see cref="ClaimReading"/>.</summary>
    public const string ProblemClaim = "problem";

    /// <summary>Keeps subject, name and what the rules read, whatever else the provider sends: a cookie stays a cookie.</summary>
    public static ClaimsPrincipal Of(ClaimsPrincipal provided, ClaimReading reading, Guid id, DateTimeOffset until, string? address)
    {
        var identity = new ClaimsIdentity(Scheme, "name", "role");
        if (provided.FindFirst("sub") is not { Value.Length: > 0 } subject)
            throw new AuthenticationFailureException("The identity provider gave no subject.");
        identity.AddClaim(new("sub", subject.Value, ClaimValueTypes.String, subject.Issuer));
        identity.AddClaim(new("name", NameOf(provided, subject)));
        identity.AddClaims(reading.Roles.Select(role => new Claim("role", role)));
        identity.AddClaims(reading.Tenants.Select(tenant => new Claim(Viewer.TenantClaim, tenant)));
        if (reading.Problem is not null)
            identity.AddClaim(new(ProblemClaim, reading.Problem));
        if (address is not null)
            identity.AddClaim(new(AddressClaim, address));
        identity.AddClaim(new(IdClaim, id.ToString()));
        identity.AddClaim(new(UntilClaim, until.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return new(identity);
    }

    /// <summary>Whose a session is: a person is known by issuer and subject together, never by one of them (P-19).</summary>
    public static string OwnerOf(string issuer, string subject) => issuer + "|" + subject;

    /// <summary>The name to show of a provider's person.</summary>
    public static string NameOf(ClaimsPrincipal provided, Claim subject) =>
        provided.FindFirst("name")?.Value ?? provided.FindFirst("preferred_username")?.Value ?? subject.Value;
}
