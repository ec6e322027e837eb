using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Posture.Dashboard.Tokens;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Accounts of the embedded provider. An administrator (<see cref="Administration"/>) changes others and never oneself: so one is always left. Each change ends
/// the account's sessions and stands in the audit log, in one transaction.
/// </summary>
internal sealed class People(UserManager<Account> accounts, Administration administration, SecondFactors factors, Invitations invitations, IdentityStore store, TimeProvider time)
{
    /// <summary>Until when an account is locked that an administrator has locked.</summary>
    public static readonly DateTimeOffset ForGood = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Invites a person; an earlier invitation of the same address works no more.</summary>
    public Task<PeopleAnswer> InviteAsync(ClaimsPrincipal user, string email, IEnumerable<string> roles, IEnumerable<string> tenants, CancellationToken cancellationToken) =>
        AdministerAsync(user, async by =>
        {
            // As it will be when the account is made, whatever is typed.
            var candidate = new Account { UserName = email.Trim().ToLowerInvariant(), Email = email.Trim().ToLowerInvariant() };
            foreach (var rule in accounts.UserValidators)
            {
                if (await rule.ValidateAsync(accounts, candidate) is { Succeeded: false } refused)
                    return refused.Errors.Any(error => error.Code.StartsWith("Duplicate", StringComparison.Ordinal)) ? PeopleAnswer.Taken : PeopleAnswer.NotAnAddress;
            }
            if (candidate.Email.Length > 256)
                return PeopleAnswer.NotAnAddress;
            var (invitation, code) = await invitations.IssueAsync(by, candidate.Email, Known(roles), Distinct(tenants), null, cancellationToken);
            await NoteAsync(user, "account.invite", "invitation/" + invitation.Id, [("email", invitation.Email), ("after", RightsOf(invitation.Roles, invitation.Tenants))], cancellationToken);
            return new(PeopleOutcome.Done, code);
        }, cancellationToken);

    /// <summary>Takes an invitation, or a link to a new password, back.</summary>
    public Task<PeopleAnswer> WithdrawAsync(ClaimsPrincipal user, Guid invitation, CancellationToken cancellationToken) => AdministerAsync(user, async _ =>
    {
        var email = await store.Invitations.Where(item => item.Id == invitation).Select(item => item.Email).SingleOrDefaultAsync(cancellationToken);
        if (email is null || await invitations.WithdrawAsync(item => item.Id == invitation, cancellationToken) == 0)
            return PeopleAnswer.Gone;
        await NoteAsync(user, "account.withdraw", "invitation/" + invitation, [("email", email)], cancellationToken);
        return PeopleAnswer.Done;
    }, cancellationToken);

    /// <summary>Gives an account these roles and tenants in the place of those of before.</summary>
    public Task<PeopleAnswer> SetRightsAsync(ClaimsPrincipal user, Guid id, IEnumerable<string> roles, IEnumerable<string> tenants, CancellationToken cancellationToken) =>
        ChangeAsync(user, id, "account.rights", async account =>
        {
            var (newRoles, newTenants) = (Known(roles), Distinct(tenants));
            var oldRoles = Known(await accounts.GetRolesAsync(account));
            var claims = (await accounts.GetClaimsAsync(account)).Where(claim => claim.Type == Viewer.TenantClaim).ToList();
            var (before, after) = (RightsOf(oldRoles, Distinct(claims.Select(claim => claim.Value))), RightsOf(newRoles, newTenants));
            if (before == after)
                return null;
            Require(await accounts.RemoveFromRolesAsync(account, oldRoles.Except(newRoles)));
            Require(await accounts.AddToRolesAsync(account, newRoles.Except(oldRoles)));
            Require(await accounts.RemoveClaimsAsync(account, claims));
            Require(await accounts.AddClaimsAsync(account, newTenants.Select(tenant => new Claim(Viewer.TenantClaim, tenant))));
            if (!newRoles.Contains(Roles.Admin))
                await invitations.WithdrawAsync(item => item.CreatedBy == account.Id, cancellationToken);
            return [("before", before), ("after", after)];
        }, cancellationToken);

    /// <summary>Closes an account until it is opened again; links that it gave, or that open it, work no more.</summary>
    public Task<PeopleAnswer> LockAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) => ChangeAsync(user, id, "account.lock", async account =>
    {
        Require(await accounts.SetLockoutEnabledAsync(account, true));
        Require(await accounts.SetLockoutEndDateAsync(account, ForGood));
        await invitations.WithdrawAsync(item => item.CreatedBy == account.Id || item.AccountId == account.Id, cancellationToken);
        return [];
    }, cancellationToken);

    /// <summary>Opens an account that was locked, by an administrator or by wrong passwords.</summary>
    public Task<PeopleAnswer> UnlockAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) => AdministerAsync(user, async by =>
    {
        if (await OtherAsync(id, by) is not { } account)
            return PeopleAnswer.Gone;
        if (account.LockoutEnd is null)
            return PeopleAnswer.Nothing;
        // Sessions stay: guesses of others, which lock an account, have not ended them either.
        Require(await accounts.SetLockoutEndDateAsync(account, null));
        Require(await accounts.ResetAccessFailedCountAsync(account));
        await NoteAsync(user, "account.unlock", "account/" + id, [("email", account.Email!)], cancellationToken);
        return PeopleAnswer.Done;
    }, cancellationToken);

    /// <summary>A one-time link to a new password; until it is used, the one of before works.</summary>
    public Task<PeopleAnswer> ResetAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) => AdministerAsync(user, async by =>
    {
        if (await OtherAsync(id, by) is not { } account)
            return PeopleAnswer.Gone;
        var (invitation, code) = await invitations.IssueAsync(by, account.Email!, [], [], account.Id, cancellationToken);
        await NoteAsync(user, "account.reset", "account/" + id, [("email", account.Email!), ("link", invitation.Id.ToString())], cancellationToken);
        return new(PeopleOutcome.Done, code);
    }, cancellationToken);

    /// <summary>Takes the second factor away, for who has lost app and recovery codes.</summary>
    public Task<PeopleAnswer> RemoveFactorAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(user, id, "account.factor.remove", async account => await factors.RemoveAsync(account.Id, cancellationToken) ? [] : null, cancellationToken);

    /// <summary>Ends the account's sessions on every device.</summary>
    public Task<PeopleAnswer> EndSessionsAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(user, id, "account.sessions", _ => Task.FromResult<(string, string)[]?>([]), cancellationToken);

    /// <summary>Revokes the API tokens of an account, which only it can see .</summary>
    public Task<PeopleAnswer> RevokeTokensAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) => AdministerAsync(user, async by =>
    {
        if (await OtherAsync(id, by) is not { } account)
            return PeopleAnswer.Gone;
        if (await ApiTokens.RevokeAsync(store, Viewer.From(user).Actor, time.GetUtcNow(), token => token.AccountId == id, cancellationToken) is var revoked && revoked == 0)
            return PeopleAnswer.Nothing;
        await NoteAsync(user, "account.tokens", "account/" + id, [("email", account.Email!), ("revoked", revoked.ToString(System.Globalization.CultureInfo.InvariantCulture))], cancellationToken);
        return PeopleAnswer.Done;
    }, cancellationToken);

    /// <summary>Removes an account for good; what it did stays in the audit log.</summary>
    public Task<PeopleAnswer> RemoveAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken) => ChangeAsync(user, id, "account.remove", async account =>
    {
        var before = RightsOf(Known(await accounts.GetRolesAsync(account)), []);
        await invitations.WithdrawAsync(item => item.CreatedBy == account.Id, cancellationToken);
        Require(await accounts.DeleteAsync(account));
        return [("before", before)];
    }, cancellationToken);

    private static List<string> Known(IEnumerable<string> roles) => [.. Roles.All.Intersect(roles, StringComparer.Ordinal)];

    private static List<string> Distinct(IEnumerable<string> tenants) => [.. tenants.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Viewer.MaximumTenants)];

    private static string RightsOf(IEnumerable<string> roles, IReadOnlyCollection<string> tenants) =>
        string.Join(' ', roles) + (tenants.Count == 0 ? "" : $" ({string.Join(' ', tenants)})");

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException("An account could not be changed: " + string.Join(", ", result.Errors.Select(error => error.Code)));
    }

    private async Task<Account?> OtherAsync(Guid id, Guid by) => id == by ? null : await accounts.FindByIdAsync(id.ToString());

    /// <summary>A change of another account; one that gives null has changed nothing.</summary>
    private Task<PeopleAnswer> ChangeAsync(
        ClaimsPrincipal user, Guid id, string action, Func<Account, Task<(string, string)[]?>> change, CancellationToken cancellationToken) => AdministerAsync(user, async by =>
    {
        if (await OtherAsync(id, by) is not { } account)
            return PeopleAnswer.Gone;
        // Before the change: with the account its sessions are gone.
        await Sessions.EndAsync(store, Viewer.From(user).Actor, time.GetUtcNow(), session => session.AccountId == id, cancellationToken);
        if (await change(account) is not { } details)
            return PeopleAnswer.Nothing;
        // What was signed in anywhere on the way, a first step without the second too, is worth nothing.
        if (store.Entry(account).State != EntityState.Detached)
            Require(await accounts.UpdateSecurityStampAsync(account));
        await NoteAsync(user, action, "account/" + id, [.. details, ("email", account.Email!)], cancellationToken);
        return PeopleAnswer.Done;
    }, cancellationToken);

    private async Task<PeopleAnswer> AdministerAsync(ClaimsPrincipal user, Func<Guid, Task<PeopleAnswer>> change, CancellationToken cancellationToken)
    {
        var answer = PeopleAnswer.NotAllowed;
        return await administration.RunAsync(user, async own => (answer = await change(own)).Outcome == PeopleOutcome.Done, cancellationToken) switch
        {
            Refusal.NotFresh => PeopleAnswer.NotFresh,
            Refusal.NotAllowed => PeopleAnswer.NotAllowed,
            _ => answer,
        };
    }

    private Task NoteAsync(ClaimsPrincipal user, string action, string target, IEnumerable<(string Field, string Value)> details, CancellationToken cancellationToken) =>
        new AuditEntry(Viewer.From(user).Actor, action, target, details.ToDictionary(detail => detail.Field, detail => detail.Value)).AppendAsync(store.Connection, cancellationToken);
}
