namespace Posture.Dashboard.Components.Pages.Programs;

/// <summary>What the page of one's own API tokens shows.</summary>
/// <param name="Tokens">Tokens that are not revoked, the newest first.</param>
/// <param name="Reaches">How far the viewer's tokens may reach; none while looking as a tenant.</param>
/// <param name="Tenants">Names of the viewer's own tenants.</param>
/// <param name="IsFresh">Whether the session began a short while ago, as making a token needs.</param>
/// <param name="Now">When it was read.</param>
public sealed record TokensModel(IReadOnlyList<ProgramRow> Tokens, IReadOnlyList<string> Reaches, IReadOnlyList<string> Tenants, bool IsFresh, DateTimeOffset Now);

/// <summary>What the page of registered applications shows.</summary>
/// <param name="Applications">By name; null where another provider has them.</param>
/// <param name="IsFresh">Whether the session began a short while ago, as changes need.</param>
public sealed record ApplicationsModel(IReadOnlyList<ProgramRow>? Applications, bool IsFresh);

/// <summary>A token or an application.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Hint">Last characters of a token, or the id of an application.</param>
/// <param name="Role">How far it reaches.</param>
/// <param name="Tenants">Names of its tenants.</param>
/// <param name="Scopes">What it may ask for.</param>
/// <param name="Clusters">Names of its clusters, or ids of those that are not there or not the viewer's; null for all.</param>
/// <param name="UsedAt">When it was last used; null for never.</param>
/// <param name="ExpiresAt">Its end; null for none.</param>
/// <param name="HasKey">Whether it proves itself with a key pair.</param>
public sealed record ProgramRow(
    Guid Id, string Name, string Hint, string Role, IReadOnlyList<string> Tenants, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Clusters, DateTimeOffset? UsedAt,
    DateTimeOffset? ExpiresAt, bool HasKey);
