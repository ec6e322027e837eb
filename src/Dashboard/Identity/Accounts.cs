using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>
/// The accounts, with failed sign-ins counted by the database: one statement each. The framework reads, adds and saves, which fails for all but one of
/// several sign-ins at once: a right password is then refused, and guesses go uncounted.
/// </summary>
internal sealed class Accounts(
    IUserStore<Account> people,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Account> hasher,
    IEnumerable<IUserValidator<Account>> userRules,
    IEnumerable<IPasswordValidator<Account>> passwordRules,
    ILookupNormalizer names,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Account>> logger,
    IdentityStore database,
    TimeProvider time) : UserManager<Account>(people, options, hasher, userRules, passwordRules, names, errors, services, logger)
{
    public override Task<bool> IsLockedOutAsync(Account user) => Task.FromResult(user.LockoutEnabled && user.LockoutEnd > time.GetUtcNow());

    /// <summary>Counts one wrong password; the last that is allowed locks the account. One that comes in when it is locked already is not counted again.</summary>
    public override async Task<IdentityResult> AccessFailedAsync(Account user)
    {
        var (now, limit) = (time.GetUtcNow(), Options.Lockout.MaxFailedAccessAttempts);
        var end = now + Options.Lockout.DefaultLockoutTimeSpan;
        await NotLocked(user, now).ExecuteUpdateAsync(
            set => set.SetProperty(account => account.LockoutEnd, account => account.AccessFailedCount + 1 < limit ? account.LockoutEnd : end)
                .SetProperty(account => account.AccessFailedCount, account => account.AccessFailedCount + 1 < limit ? account.AccessFailedCount + 1 : 0),
            CancellationToken);
        await ReadCountAsync(user);
        return IdentityResult.Success;
    }

    /// <summary>
    /// Counts a refused sign-in where it counts, with its entry in the audit log (P-32). What was typed as a name is not in it: it may be a password in the wrong field.
    /// </summary>
    /// <param name="account">Whose; null when nobody has the name.</param>
    /// <param name="reason">Why, as a code: <c>name</c>, <c>locked</c>, <c>password</c>, <c>code</c> or <c>passkey</c>.</param>
    /// <param name="origin">Where from.</param>
    public async Task RefuseAsync(Account? account, string reason, SessionOrigin origin)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(CancellationToken);
        if (account is not null && reason != SignInRefusal.Locked)
            await AccessFailedAsync(account);
        var details = new Dictionary<string, string> { ["reason"] = reason, ["device"] = DeviceName.Of(origin.Device), ["email"] = account?.Email ?? "" };
        await new AuditEntry(Actor.Nobody(origin.Address), "session.refuse", account is null ? "account" : "account/" + account.Id, details)
            .AppendAsync(database.Connection, CancellationToken);
        await transaction.CommitAsync(CancellationToken);
    }

    /// <summary>After a right password. Refused when guesses have locked the account meanwhile: who tries many at once gains nothing by it.</summary>
    public override async Task<IdentityResult> ResetAccessFailedCountAsync(Account user)
    {
        var open = await NotLocked(user, time.GetUtcNow()).ExecuteUpdateAsync(set => set.SetProperty(account => account.AccessFailedCount, 0), CancellationToken);
        await ReadCountAsync(user);
        return open == 1 ? IdentityResult.Success : IdentityResult.Failed(new IdentityError { Code = "LockedOut", Description = "The account is locked." });
    }

    public override async Task<IdentityResult> SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd)
    {
        await One(user).ExecuteUpdateAsync(set => set.SetProperty(account => account.LockoutEnd, lockoutEnd), CancellationToken);
        await ReadCountAsync(user);
        return IdentityResult.Success;
    }

    private IQueryable<Account> One(Account user) => database.Users.Where(account => account.Id == user.Id);

    private IQueryable<Account> NotLocked(Account user, DateTimeOffset now) => One(user).Where(account => account.LockoutEnd == null || account.LockoutEnd <= now);

    private async Task ReadCountAsync(Account user)
    {
        var now = await One(user).Select(account => new { account.AccessFailedCount, account.LockoutEnd }).SingleOrDefaultAsync(CancellationToken);
        (user.AccessFailedCount, user.LockoutEnd) = (now?.AccessFailedCount ?? 0, now?.LockoutEnd);
    }
}
