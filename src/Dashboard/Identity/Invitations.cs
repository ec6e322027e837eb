using System.Linq.Expressions;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>One-time links, which administrators hand over: to a new account, or to a new password. Of their codes only the SHA-256 is kept.</summary>
internal sealed class Invitations(IdentityStore store, UserManager<Account> accounts, TimeProvider time)
{
    /// <summary>Life of an invitation.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Life of a link to a new password.</summary>
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromHours(24);

    /// <summary>Longest name of a person.</summary>
    public const int MaxName = 200;

    /// <summary>A link in the place of the earlier ones for the same, in the caller's transaction.</summary>
    /// <returns>What the link gives, and its code, which cannot be told again.</returns>
    public async Task<(Invitation Invitation, string Code)> IssueAsync(
        Guid by, string email, IEnumerable<string> roles, IEnumerable<string> tenants, Guid? account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.Invitations.Where(item => item.ExpiresAt <= now || item.AccountId == account && item.Email == email).ExecuteDeleteAsync(cancellationToken);
        var code = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var invitation = new Invitation
        {
            Hash = CodeHash.Of(code),
            Email = email,
            Roles = [.. roles],
            Tenants = [.. tenants],
            AccountId = account,
            CreatedBy = by,
            ExpiresAt = now + (account is null ? Lifetime : ResetLifetime),
        };
        store.Invitations.Add(invitation);
        await store.SaveChangesAsync(cancellationToken);
        return (invitation, code);
    }

    /// <summary>What the code gives; null when there is nothing (any more).</summary>
    public Task<Invitation?> FindAsync(string code, CancellationToken cancellationToken)
    {
        var (hash, now) = (CodeHash.Of(code), time.GetUtcNow());
        return store.Invitations.AsNoTracking().SingleOrDefaultAsync(item => item.Hash == hash && item.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Takes back what matches, in the caller's transaction.</summary>
    /// <returns>How many worked until now.</returns>
    public Task<int> WithdrawAsync(Expression<Func<Invitation, bool>> which, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return store.Invitations.Where(item => item.ExpiresAt > now).Where(which).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Makes the account, or gives it the password, and uses the code up: both with the entry in the audit log, or nothing.</summary>
    /// <param name="code">Code of the link.</param>
    /// <param name="name">Name to show, of a new account.</param>
    /// <param name="password">The password.</param>
    /// <param name="issuer">The provider's name for itself.</param>
    /// <param name="address">Network address of who does it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What was refused, or null when the code is worth nothing (any more).</returns>
    public async Task<IdentityResult?> RedeemAsync(string code, string name, string password, string issuer, string address, CancellationToken cancellationToken)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        // Whoever removes the row has it: a second one waits here, and finds nothing when the first was successful.
        if (await FindAsync(code, cancellationToken) is not { } invitation
            || await store.Invitations.Where(item => item.Id == invitation.Id).ExecuteDeleteAsync(cancellationToken) != 1)
            return null;
        var account = invitation.AccountId is { } known ? await accounts.FindByIdAsync(known.ToString()) : New(invitation, name);
        if (account is null)
            return null;
        var result = invitation.AccountId is null ? await CreateAsync(account, invitation, password) : await ReplaceAsync(account, password);
        if (!result.Succeeded)
            return result;
        var actor = new Actor(Session.OwnerOf(issuer, account.Id.ToString()), account.DisplayName, address);
        if (invitation.AccountId is not null)
            await Sessions.EndAsync(store, actor, time.GetUtcNow(), session => session.AccountId == account.Id, cancellationToken);
        var details = new Dictionary<string, string> { ["email"] = invitation.Email, ["link"] = invitation.Id.ToString() };
        await new AuditEntry(actor, invitation.AccountId is null ? "account.join" : "account.reset.use", "account/" + account.Id, details).AppendAsync(store.Connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private static Account New(Invitation invitation, string name) => new() { UserName = invitation.Email, Email = invitation.Email, DisplayName = name };

    private async Task<IdentityResult> CreateAsync(Account account, Invitation invitation, string password)
    {
        var result = await accounts.CreateAsync(account, password);
        if (result.Succeeded)
            result = await accounts.AddToRolesAsync(account, invitation.Roles);
        return result.Succeeded ? await accounts.AddClaimsAsync(account, invitation.Tenants.Select(tenant => new Claim(Viewer.TenantClaim, tenant))) : result;
    }

    /// <summary>Both change the security stamp, which ends whatever was signed in with the password of before.</summary>
    private async Task<IdentityResult> ReplaceAsync(Account account, string password)
    {
        var result = await accounts.RemovePasswordAsync(account);
        return result.Succeeded ? await accounts.AddPasswordAsync(account, password) : result;
    }
}
