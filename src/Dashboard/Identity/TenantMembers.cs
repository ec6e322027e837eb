using Microsoft.EntityFrameworkCore;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Who belongs to a tenant. Accounts, invitations and applications name it; all of it goes before the tenant does, so that one made again under the name begins with
/// nobody. Another provider's groups are rules of the settings and stay.
/// </summary>
internal sealed class TenantMembers(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Takes everybody out, each account with its entry in the audit log and the end of its sessions, in one transaction.</summary>
    public async Task RemoveAsync(Actor actor, string tenant, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        var claims = store.UserClaims.Where(claim => claim.ClaimType == Viewer.TenantClaim && claim.ClaimValue == tenant);
        var members = await store.Users.Where(account => claims.Any(claim => claim.UserId == account.Id)).OrderBy(account => account.Id)
            .Select(account => new { account.Id, account.Email }).ToListAsync(cancellationToken);
        var ids = members.ConvertAll(member => member.Id);
        await Sessions.EndAsync(store, actor, time.GetUtcNow(), session => session.AccountId != null && ids.Contains(session.AccountId.Value), cancellationToken);
        await claims.ExecuteDeleteAsync(cancellationToken);
        // As any change of what an account may do: a first step without the second is worth nothing either.
        await store.Database.ExecuteSqlAsync($"update identity.accounts set security_stamp = gen_random_uuid()::text where id = any({ids})", cancellationToken);
        await store.Database.ExecuteSqlAsync($"update identity.invitations set tenants = array_remove(tenants, {tenant}) where {tenant} = any(tenants)", cancellationToken);
        await store.Database.ExecuteSqlAsync($"update identity.api_clients set tenants = array_remove(tenants, {tenant}) where {tenant} = any(tenants)", cancellationToken);
        foreach (var member in members)
        {
            var details = new Dictionary<string, string> { ["before"] = tenant, ["after"] = "", ["email"] = member.Email ?? "" };
            await new AuditEntry(actor, "account.rights", "account/" + member.Id, details).AppendAsync(store.Connection, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }
}
