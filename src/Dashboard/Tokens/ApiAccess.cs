namespace Posture.Dashboard.Tokens;

/// <summary>What a program may read: said when it is made, and never more than that afterwards (reliability.md §4, AC).</summary>
internal abstract class ApiAccess
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How far it reaches: <c>lead</c> the fleet, <c>manager</c> numbers of the fleet, <c>tenant</c> the namespaces of <see cref="Tenants"/>.</summary>
    public required string Role { get; init; }

    /// <summary>Names of tenants; none for another role.</summary>
    public required string[] Tenants { get; init; }

    /// <summary>Some of <see cref="ApiScopes.All"/>.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>The clusters, by id, outside of which it sees nothing; null for all there are and will be.</summary>
    public required Guid[]? Clusters { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}

/// <summary>A token of a person: that person's rights of the moment, cut down to what the token was made for.</summary>
internal sealed class ApiToken : ApiAccess
{
    /// <summary>Issuer and subject of the person, as <c>Viewer.Subject</c> writes them.</summary>
    public required string Owner { get; init; }

    public required string OwnerName { get; init; }

    /// <summary>Account of the embedded provider, with which the token goes; null for another provider's person.</summary>
    public required Guid? AccountId { get; init; }

    /// <summary>SHA-256 of the token: random enough that nothing slower is needed.</summary>
    public required string Hash { get; init; }

    /// <summary>Its last characters, to tell it from others.</summary>
    public required string Hint { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>
/// An application that asks for access tokens with its own credentials (OAuth 2.0, RFC 6749 §4.4). Secret or public key are kept with the registration that the
/// embedded provider has under <see cref="ClientId"/>.
/// </summary>
internal sealed class ApiClient : ApiAccess
{
    /// <summary>As the provider knows it.</summary>
    public string ClientId => Id.ToString("n");

    /// <summary>Whether it proves itself with a key pair, and not with a secret.</summary>
    public required bool HasKey { get; init; }

    /// <summary>The administrator who registered it.</summary>
    public required string CreatedBy { get; init; }
}

/// <summary>What a program may be allowed to ask for.</summary>
internal static class ApiScopes
{
    public const string Clusters = "clusters:read";
    public const string Findings = "findings:read";
    public const string Activity = "activity:read";

    public static readonly IReadOnlyList<string> All = [Clusters, Findings, Activity];
}
