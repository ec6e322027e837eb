using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Changes of what a person of the embedded provider signs in with. Only in a session that began a short while ago (P-24); each with its entry in the audit log,
/// and the end of all other sessions, in one transaction.
/// </summary>
internal sealed class OwnCredentials(
    UserManager<Account> accounts, SecondFactors factors, Passkeys passkeys, SecondFactorRule rule, IdentityStore store, SessionCheck check, TimeProvider time)
{
    /// <summary>How long after sign-in the changes may be made.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>The session of the request, if it began a short while ago.</summary>
    public async Task<OpenSession?> FreshAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await check.FindAsync(user, Viewer.From(user).Subject, cancellationToken) is { AccountId: not null } session && session.StartedAt > time.GetUtcNow() - Fresh ? session : null;

    /// <summary>Needs the current password, wrong ones count towards the lock. Null when the session is not fresh.</summary>
    public async Task<IdentityResult?> ChangePasswordAsync(ClaimsPrincipal user, string current, string next, CancellationToken cancellationToken)
    {
        if (await FreshAsync(user, cancellationToken) is not { } session || await accounts.FindByIdAsync(session.AccountId.ToString()!) is not { } account)
            return null;
        if (await accounts.IsLockedOutAsync(account))
            return Wrong();
        if (!await accounts.CheckPasswordAsync(account, current))
        {
            await accounts.AccessFailedAsync(account);
            return Wrong();
        }
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        var result = await accounts.ChangePasswordAsync(account, current, next);
        if (result.Succeeded)
        {
            await SealAsync(account, session, Viewer.From(user).Actor, "account.password", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        return result;
    }

    /// <summary>Adds an authenticator app with a secret of which the code is one.</summary>
    /// <returns>The recovery codes, to be shown once; null when the code is wrong, there is an app already or the session is not fresh.</returns>
    public Task<IReadOnlyList<string>?> TurnOnAsync(ClaimsPrincipal user, byte[] secret, string code, CancellationToken cancellationToken) => ChangeAsync(
        user,
        "account.factor.on",
        async account => !await factors.HasAppAsync(account.Id, cancellationToken) && await factors.PutAsync(account.Id, secret, code, cancellationToken)
            ? await factors.RenewRecoveryAsync(account.Id, cancellationToken)
            : null,
        cancellationToken);

    /// <summary>Adds the passkey that the browser has made.</summary>
    /// <returns>Recovery codes, to be shown once, if it is the first second factor, or else none; null when it was not added or the session is not fresh.</returns>
    public Task<IReadOnlyList<string>?> AddPasskeyAsync(ClaimsPrincipal user, string name, PasskeyAnswer answer, HttpContext context) => ChangeAsync(
        user,
        "account.passkey.add",
        async account =>
        {
            var first = !await factors.IsOnAsync(account.Id, context.RequestAborted);
            if (!await passkeys.AddAsync(account, name, answer, context))
                return null;
            return first ? await factors.RenewRecoveryAsync(account.Id, context.RequestAborted) : [];
        },
        context.RequestAborted,
        name);

    /// <summary>Removes a passkey.</summary>
    /// <returns>Whether there was it, no role needs it, and the session is fresh.</returns>
    public async Task<bool> RemovePasskeyAsync(ClaimsPrincipal user, byte[] id, CancellationToken cancellationToken) => await ChangeAsync(
        user, "account.passkey.remove", async account => await passkeys.RemoveAsync(account.Id, id, cancellationToken) && await MayGoAsync(account, cancellationToken) ? "" : null, cancellationToken) is not null;

    /// <summary>New recovery codes in the place of those of before; null when there is no second factor or the session is not fresh.</summary>
    public Task<IReadOnlyList<string>?> RenewRecoveryAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => ChangeAsync(
        user,
        "account.factor.recovery",
        async account => await factors.IsOnAsync(account.Id, cancellationToken) ? await factors.RenewRecoveryAsync(account.Id, cancellationToken) : null,
        cancellationToken);

    /// <summary>Takes the authenticator app away.</summary>
    /// <returns>Whether there was one that no role needs, and the session is fresh.</returns>
    public async Task<bool> TurnOffAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => await ChangeAsync(
        user, "account.factor.off", async account => await factors.RemoveAppAsync(account.Id, cancellationToken) && await MayGoAsync(account, cancellationToken) ? "" : null, cancellationToken) is not null;

    /// <summary>Whether the person has a role that needs a second factor.</summary>
    public async Task<bool> NeedsFactorAsync(ClaimsPrincipal user) =>
        user.FindFirst("sub")?.Value is { } id && await accounts.FindByIdAsync(id) is { } account && await rule.IsRequiredAsync(account);

    /// <summary>Whether what is left, after one was taken away, is enough for the account's roles.</summary>
    private async Task<bool> MayGoAsync(Account account, CancellationToken cancellationToken)
    {
        if (await factors.IsOnAsync(account.Id, cancellationToken))
            return true;
        await factors.RemoveRecoveryAsync(account.Id, cancellationToken);
        return !await rule.IsRequiredAsync(account);
    }

    private async Task<T?> ChangeAsync<T>(ClaimsPrincipal user, string action, Func<Account, Task<T?>> change, CancellationToken cancellationToken, string? name = null)
        where T : class
    {
        if (await FreshAsync(user, cancellationToken) is not { } session || await accounts.FindByIdAsync(session.AccountId.ToString()!) is not { } account)
            return null;
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        if (await change(account) is not { } result)
            return null;
        await SealAsync(account, session, Viewer.From(user).Actor, action, cancellationToken, name);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private static IdentityResult Wrong() => IdentityResult.Failed(new IdentityErrorDescriber().PasswordMismatch());

    /// <summary>The own session goes on with the account's new stamp, all others end.</summary>
    private async Task SealAsync(Account account, OpenSession session, Actor actor, string action, CancellationToken cancellationToken, string? name = null)
    {
        var stamp = SessionCheck.StampOf(account.SecurityStamp!);
        await Sessions.EndAsync(store, actor, time.GetUtcNow(), other => other.AccountId == account.Id && other.Id != session.Id, cancellationToken);
        await store.Sessions.Where(own => own.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(own => own.Stamp, stamp), cancellationToken);
        await new AuditEntry(actor, action, "account/" + account.Id, name is null ? [] : new Dictionary<string, string> { ["name"] = name }).AppendAsync(store.Connection, cancellationToken);
    }
}
