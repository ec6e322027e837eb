using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Posture.Dashboard.Identity;

/// <summary>
/// What only an administrator of the embedded provider may do, in a session that began a short while ago (P-24): one at a time, and only who still is one, so that
/// one is always left. In one transaction with its entry in the audit log.
/// </summary>
internal sealed class Administration(UserManager<Account> accounts, OwnCredentials credentials, IdentityStore store)
{
    /// <summary>Makes a change, whose result says whether it stays.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="change">Is given the administrator's account.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Why it was not even tried, or null.</returns>
    public async Task<Refusal?> RunAsync(ClaimsPrincipal user, Func<Guid, Task<bool>> change, CancellationToken cancellationToken)
    {
        if (!Viewer.From(user).Is(Roles.Admin))
            return Refusal.NotAllowed;
        if (await credentials.FreshAsync(user, cancellationToken) is not { AccountId: { } own })
            return Refusal.NotFresh;
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        // The row of the role is the lock: of two who take it from each other, the second finds that it has it no more.
        await store.Database.ExecuteSqlAsync($"select 1 from identity.roles where normalized_name = {accounts.NormalizeName(Roles.Admin)} for no key update", cancellationToken);
        if (await accounts.FindByIdAsync(own.ToString()) is not { } by || await accounts.IsLockedOutAsync(by) || !await accounts.IsInRoleAsync(by, Roles.Admin))
            return Refusal.NotAllowed;
        if (await change(own))
            await transaction.CommitAsync(cancellationToken);
        return null;
    }
}

/// <summary>Why a change was not tried.</summary>
internal enum Refusal
{
    /// <summary>Not an administrator, or one no more.</summary>
    NotAllowed,

    /// <summary>The session began too long ago: sign in again.</summary>
    NotFresh,
}
