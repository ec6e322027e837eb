using System.Globalization;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Posture.Dashboard.Identity;

/// <summary>What another provider gave at a sign-in, kept in its session to ask again (<see cref="ProviderRights"/>) and to say who leaves.</summary>
internal sealed record ProviderGrant
{
    /// <summary>Handed back when the person signs out, so that the provider needs not ask who leaves (RP-Initiated Logout 1.0 §2); null when it is too long for an address.</summary>
    public string? IdToken { get; init; }

    /// <summary>Opens the provider's userinfo endpoint.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Gives new tokens; not every provider gives one, some only for the scope <c>offline_access</c>.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>When these tokens were given.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>End of the access token, as far as the provider says one.</summary>
    public DateTimeOffset? AccessUntil { get; init; }

    /// <summary>What the claims of the ID token give.</summary>
    public required ClaimReading FromToken { get; init; }

    /// <summary>What the claims of the userinfo endpoint give; null where there is none.</summary>
    public ClaimReading? FromUserInfo { get; init; }

    /// <summary>Whether the userinfo endpoint tells what this person has; the ID token is read again where that alone does.</summary>
    public bool IsToldByUserInfo => FromUserInfo is not null && (FromUserInfo.GivesAnything || !FromToken.GivesAnything);

    /// <summary>What both give; what one of them gave before and gives no more is lost, even if the other, not asked since, has it still.</summary>
    public (string[] Roles, string[] Tenants) RightsAfter(ProviderGrant before)
    {
        return (Left(reading => reading.Roles), Left(reading => reading.Tenants));

        string[] Left(Func<ClaimReading, IReadOnlyList<string>> of)
        {
            var (token, told) = (of(FromToken), FromUserInfo is null ? [] : of(FromUserInfo));
            var lost = of(before.FromToken).Except(token).Concat(before.FromUserInfo is null ? [] : of(before.FromUserInfo).Except(told));
            return [.. token.Union(told).Except(lost)];
        }
    }

    /// <summary>Whether another grant gives the same; each source is compared with itself, for a provider may tell more in one than in the other.</summary>
    public bool GivesTheSameAs(ProviderGrant other) =>
        FromToken.GivesTheSameAs(other.FromToken) && (FromUserInfo is null ? other.FromUserInfo is null : other.FromUserInfo is not null && FromUserInfo.GivesTheSameAs(other.FromUserInfo));

    /// <summary>Of an answer of the token endpoint; what it leaves out stays.</summary>
    public ProviderGrant RenewedBy(OpenIdConnectMessage answer, DateTimeOffset now) => this with
    {
        IdToken = answer.IdToken ?? IdToken,
        AccessToken = answer.AccessToken ?? AccessToken,
        RefreshToken = answer.RefreshToken ?? RefreshToken,
        GivenAt = now,
        AccessUntil = int.TryParse(answer.ExpiresIn, CultureInfo.InvariantCulture, out var seconds) ? now.AddSeconds(seconds) : null,
    };
}
