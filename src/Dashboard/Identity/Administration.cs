using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Posture.Dashboard.Identity;

/// <summary>
/// What only an administrator of the embedded provider may do, in a session that began a short while ago (P-24): one at a time, and only who still is one, so that
/// one is always left. In one transaction with its entry in the audit log.
/// </summary>
internal sealed class Administration(UserManager<Account> accounts, SessionCheck check, IdentityStore store, TimeProvider time)
{
    /// <summary>Makes a change, whose result says whether it stays.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="change">Is given the administrator's account; none for who has come by <see cref="BreakGlass"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Why it was not even tried, or null.</returns>
    public async Task<Refusal?> RunAsync(ClaimsPrincipal user, Func<Guid, Task<bool>> change, CancellationToken cancellationToken)
    {
        if (!Viewer.From(user).Is(Roles.Admin))
            return Refusal.NotAllowed;
        if (await FreshAsync(user, cancellationToken) is not { } session)
            return Refusal.NotFresh;
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        // The row of the role is the lock: of two who take it from each other, the second finds that it has it no more.
        await store.Database.ExecuteSqlAsync($"select 1 from identity.roles where normalized_name = {accounts.NormalizeName(Roles.Admin)} for no key update", cancellationToken);
        if (session.Method != SignInMethod.Emergency
            && (await accounts.FindByIdAsync($"{session.AccountId}") is not { } by || await accounts.IsLockedOutAsync(by) || !await accounts.IsInRoleAsync(by, Roles.Admin)))
            return Refusal.NotAllowed;
        if (await change(session.AccountId ?? Guid.Empty))
            await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Whether the session of the request began a short while ago.</summary>
    public async Task<bool> IsFreshAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => await FreshAsync(user, cancellationToken) is not null;

    private async Task<OpenSession?> FreshAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await check.FindAsync(user, Viewer.From(user).Subject, cancellationToken) is { } session && session.StartedAt > time.GetUtcNow() - OwnCredentials.Fresh
            && (session.AccountId is not null || session.Method == SignInMethod.Emergency) ? session : null;
}

/// <summary>Why a change was not tried.</summary>
internal enum Refusal
{
    /// <summary>Not an administrator, or one no more.</summary>
    NotAllowed,

    /// <summary>The session began too long ago: sign in again.</summary>
    NotFresh,
}
