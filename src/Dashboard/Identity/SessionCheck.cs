using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Posture.Dashboard.Options;

namespace Posture.Dashboard.Identity;

/// <summary>Whether a session still holds: not past its end, and, with the embedded provider, the account's security stamp unchanged.</summary>
internal sealed class SessionCheck(IServiceScopeFactory scopes, DashboardSettings settings, TimeProvider time)
{
    /// <summary>Longest time for which a lost role or account stays in effect in open pages.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    public async Task<bool> HoldsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!long.TryParse(user.FindFirstValue(Session.UntilClaim), CultureInfo.InvariantCulture, out var until) || until <= time.GetUtcNow().ToUnixTimeSeconds())
            return false;
        if (!settings.Posture.EmbeddedIdentity)
            return true;
        if (!Guid.TryParse(user.FindFirstValue("sub"), out var id) || user.FindFirstValue(Session.StampClaim) is not { } claimed)
            return false;
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        var stamp = await store.Users.AsNoTracking().Where(account => account.Id == id).Select(account => account.SecurityStamp).SingleOrDefaultAsync(cancellationToken);
        return stamp is not null && StampOf(stamp) == claimed;
    }

    /// <summary>What a session carries of a stamp: a digest, for the stamp itself signs password resets.</summary>
    public static string StampOf(string stamp) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stamp)))[..32];
}
