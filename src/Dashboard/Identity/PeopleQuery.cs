using Microsoft.EntityFrameworkCore;
using Posture.Dashboard.Options;
using Posture.Store.Queries;

namespace Posture.Dashboard.Identity;

/// <summary>The embedded provider's accounts and open invitations, to look at.</summary>
internal sealed class PeopleQuery(IServiceScopeFactory scopes, DashboardSettings settings, TimeProvider time)
{
    /// <summary>Accounts of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Most open invitations that a list shows.</summary>
    public const int MaxInvited = 200;

    /// <summary>A page of the accounts whose name or address has the text in it, by address.</summary>
    public async Task<Page<Person>> ListAsync(string text, int page, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        var found = store.Users.Where(account => text.Length == 0 || IdentityStore.Skeleton(account.UserName + " " + account.DisplayName).Contains(IdentityStore.Skeleton(text)));
        var rows = await Of(store, found.OrderBy(account => account.NormalizedUserName).ThenBy(account => account.Id).Skip((page - 1) * PageSize).Take(PageSize))
            .ToListAsync(cancellationToken);
        return new(rows, await found.LongCountAsync(cancellationToken), await store.Users.LongCountAsync(cancellationToken));
    }

    /// <summary>One account.</summary>
    public async Task<Person?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        return await Of(store, store.Users.Where(account => account.Id == id)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Invitations to a new account that can still be used, the one that ends first first.</summary>
    public async Task<IReadOnlyList<Invited>> InvitedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<IdentityStore>().Invitations.Where(item => item.AccountId == null && item.ExpiresAt > now)
            .OrderBy(item => item.ExpiresAt).ThenBy(item => item.Id).Take(MaxInvited)
            .Select(item => new Invited(item.Id, item.Email, item.Roles, item.Tenants, item.ExpiresAt)).ToListAsync(cancellationToken);
    }

    private IQueryable<Person> Of(IdentityStore store, IQueryable<Account> accounts)
    {
        var now = time.GetUtcNow();
        var open = store.Sessions.Where(OpenSession.Holding(now, settings.Posture.IdleMinutes));
        return accounts.AsNoTracking().AsSplitQuery().Select(account => new Person
        {
            Id = account.Id,
            Email = account.UserName ?? "",
            Name = account.DisplayName,
            Roles = (from held in store.UserRoles join role in store.Roles on held.RoleId equals role.Id where held.UserId == account.Id orderby role.Name select role.Name!).ToList(),
            Tenants = store.UserClaims.Where(claim => claim.UserId == account.Id && claim.ClaimType == Viewer.TenantClaim).OrderBy(claim => claim.ClaimValue)
                .Select(claim => claim.ClaimValue!).ToList(),
            HasSecondFactor = store.SecondFactors.Any(factor => factor.AccountId == account.Id) || store.UserPasskeys.Any(passkey => passkey.UserId == account.Id),
            Sessions = open.Count(session => session.AccountId == account.Id),
            SeenAt = store.Sessions.Where(session => session.AccountId == account.Id).Max(session => (DateTimeOffset?)session.SeenAt),
            State = account.LockoutEnd >= People.ForGood ? PersonState.Locked : account.LockoutEnd > now ? PersonState.Paused : PersonState.Active,
            Reset = store.Invitations.Where(item => item.AccountId == account.Id && item.ExpiresAt > now)
                .Select(item => new OpenReset(item.Id, item.ExpiresAt)).FirstOrDefault(),
        });
    }
}
