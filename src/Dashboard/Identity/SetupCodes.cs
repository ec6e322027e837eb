using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>One-time set-up links: the only way to the first account. There is no default password.</summary>
internal sealed class SetupCodes(IdentityStore store, UserManager<Account> accounts, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>A new code while there is no account; earlier ones stop working. Null when there is one.</summary>
    public async Task<string?> IssueAsync(CancellationToken cancellationToken)
    {
        if (await store.Users.AnyAsync(cancellationToken))
            return null;
        await store.SetupCodes.ExecuteDeleteAsync(cancellationToken);
        var code = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        store.SetupCodes.Add(new() { Hash = CodeHash.Of(code), ExpiresAt = time.GetUtcNow() + Lifetime });
        await store.SaveChangesAsync(cancellationToken);
        return code;
    }

    public Task<bool> IsValidAsync(string code, CancellationToken cancellationToken)
    {
        var (hash, now) = (CodeHash.Of(code), time.GetUtcNow());
        return store.SetupCodes.AnyAsync(item => item.Hash == hash && item.UsedAt == null && item.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Creates the first administrator and uses the code up, both or neither. Null when the code is not valid (any more).</summary>
    public async Task<IdentityResult?> RedeemAsync(string code, string email, string name, string password, string issuer, string address, CancellationToken cancellationToken)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        var (hash, now) = (CodeHash.Of(code), time.GetUtcNow());
        var used = await store.SetupCodes.Where(item => item.Hash == hash && item.UsedAt == null && item.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(item => item.UsedAt, now), cancellationToken);
        if (used != 1)
            return null;
        var account = new Account { UserName = email, Email = email, DisplayName = name };
        var result = await accounts.CreateAsync(account, password);
        if (result.Succeeded)
            result = await accounts.AddToRolesAsync(account, [Roles.Admin, Roles.Lead]);
        if (!result.Succeeded)
            return result;
        var actor = new Actor(Session.OwnerOf(issuer, account.Id.ToString()), name, address);
        await new AuditEntry(actor, "account.setup", "account/" + account.Id, new Dictionary<string, string> { ["email"] = email }).AppendAsync(store.Connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
