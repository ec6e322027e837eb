using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Posture.Dashboard.Options;
using Posture.Dashboard.Tokens;
using Posture.Store.Queries;

namespace Posture.Dashboard.Identity;

/// <summary>Another provider's people, as far as they have come: its accounts stay there, sessions and API tokens are here and can be ended here.</summary>
internal sealed class Visitors(IServiceScopeFactory scopes, SessionCheck check, DashboardSettings settings, TimeProvider time)
{
    /// <summary>People of a page.</summary>
    public const int PageSize = 50;

    /// <summary>A page of who came in the last 30 days (sessions are kept no longer), the one seen last first.</summary>
    /// <param name="text">Has to be in the name or the subject; empty for all.</param>
    /// <param name="page">From 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Page<Visitor>> ListAsync(string text, int page, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        var now = time.GetUtcNow();
        var sessions = store.Sessions.AsNoTracking().Where(session => session.Method == SignInMethod.Provider);
        var found = sessions.Where(session => text.Length == 0 || IdentityStore.Skeleton(session.Name + " " + session.Owner).Contains(IdentityStore.Skeleton(text)))
            .GroupBy(session => session.Owner).Select(group => new { Owner = group.Key, Seen = group.Max(session => session.SeenAt) });
        var rows = await found.OrderByDescending(row => row.Seen).ThenBy(row => row.Owner).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var owners = rows.ConvertAll(row => row.Owner);
        var last = await sessions.Where(session => owners.Contains(session.Owner)).GroupBy(session => session.Owner)
            .Select(group => group.OrderByDescending(session => session.StartedAt).First()).ToDictionaryAsync(session => session.Owner, cancellationToken);
        var open = await sessions.Where(session => owners.Contains(session.Owner)).Where(OpenSession.Holding(now, settings.Posture.IdleMinutes))
            .GroupBy(session => session.Owner).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
        var tokens = await store.ApiTokens.Where(token => owners.Contains(token.Owner) && token.RevokedAt == null && token.ExpiresAt > now)
            .GroupBy(token => token.Owner).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
        return new(
            [.. rows.Select(row => new Visitor
            {
                Owner = row.Owner,
                Name = last[row.Owner].Name ?? row.Owner,
                Roles = last[row.Owner].Roles,
                Tenants = last[row.Owner].Tenants,
                Sessions = open.GetValueOrDefault(row.Owner),
                Tokens = tokens.GetValueOrDefault(row.Owner),
                SeenAt = row.Seen,
            })],
            await found.LongCountAsync(cancellationToken),
            await sessions.Select(session => session.Owner).Distinct().LongCountAsync(cancellationToken));
    }

    /// <summary>Whether the viewer's session began a short while ago, as changes need (P-24).</summary>
    public async Task<bool> IsFreshAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await check.FindAsync(user, Viewer.From(user).Subject, cancellationToken) is { } session && session.StartedAt > time.GetUtcNow() - OwnCredentials.Fresh;

    /// <summary>Ends the person's sessions and revokes the API tokens, with their entries in the audit log. Whom the provider lets in comes back by signing in.</summary>
    public async Task<PeopleAnswer> SignOutAsync(ClaimsPrincipal user, string owner, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user);
        if (!viewer.Is(Roles.Admin))
            return PeopleAnswer.NotAllowed;
        if (owner == viewer.Subject)
            return PeopleAnswer.Gone;
        if (!await IsFreshAsync(user, cancellationToken))
            return PeopleAnswer.NotFresh;
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var ended = await Sessions.EndAsync(store, viewer.Actor, now, session => session.Owner == owner && session.Method == SignInMethod.Provider, cancellationToken);
        var revoked = await ApiTokens.RevokeAsync(store, viewer.Actor, now, token => token.Owner == owner, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ended + revoked > 0 ? PeopleAnswer.Done : PeopleAnswer.Nothing;
    }
}

/// <summary>A person of another identity provider who has come.</summary>
public sealed record Visitor
{
    /// <summary>Issuer and subject, which name the person.</summary>
    public required string Owner { get; init; }

    /// <summary>Name to show.</summary>
    public required string Name { get; init; }

    /// <summary>Roles that the provider last gave.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Tenants that the provider last gave.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>Sessions that hold.</summary>
    public required int Sessions { get; init; }

    /// <summary>API tokens that hold.</summary>
    public required int Tokens { get; init; }

    /// <summary>When it was last seen.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}
