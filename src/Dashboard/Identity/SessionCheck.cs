using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Whether a session still holds (<see cref="OpenSession.Holding"/>): with the embedded provider while the account's security stamp is unchanged, with another one
/// while it gives the same rights.
/// </summary>
internal sealed class SessionCheck(IServiceScopeFactory scopes, ProviderRights rights, DashboardSettings settings, TimeProvider time)
{
    /// <summary>Longest time for which a lost role or account stays in effect in open pages, should no signal come.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>How exactly it is known when a session was last seen: it is written no more often.</summary>
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    /// <summary>Of the dashboard's cookie.</summary>
    public async Task<bool> HoldsAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        long.TryParse(user.FindFirstValue(Session.UntilClaim), CultureInfo.InvariantCulture, out var until) && until > time.GetUtcNow().ToUnixTimeSeconds()
        && await FindAsync(user, Viewer.From(user).Subject, cancellationToken) is not null;

    /// <summary>The session that a cookie names, if it holds and belongs to this issuer and subject, as <see cref="Viewer.Subject"/> writes them.</summary>
    public async Task<OpenSession?> FindAsync(ClaimsPrincipal user, string owner, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(user.FindFirstValue(Session.IdClaim), out var id))
            return null;
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        var now = time.GetUtcNow();
        var found = await (
            from session in store.Sessions.AsNoTracking().Where(OpenSession.Holding(now, settings.Posture.IdleMinutes))
            join account in store.Users on session.AccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            where session.Id == id && session.Owner == owner
            select new { Session = session, account.SecurityStamp }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        if (found.Session.AccountId is not null && (found.SecurityStamp is null || StampOf(found.SecurityStamp) != found.Session.Stamp))
            return null;
        if (!await rights.HoldAsync(store, found.Session, now))
            return null;
        if (found.Session.SeenAt <= now - SeenStep)
            await store.Sessions.Where(session => session.Id == id).ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenAt, now), cancellationToken);
        return found.Session;
    }

    /// <summary>What a session keeps of a stamp: a digest, for the stamp itself signs password resets.</summary>
    public static string StampOf(string stamp) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stamp)))[..32];
}
