using System.Linq.Expressions;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;
using Posture.Store.Commands;

namespace Posture.Dashboard.Tokens;

/// <summary>
/// People's own API tokens. Made in a session that began a short while ago (P-24), each change with its entry in the audit log. At every request the person's rights
/// of the moment are asked: what is lost there is lost here.
/// </summary>
internal sealed class ApiTokens(IdentityStore store, SessionCheck check, DashboardSettings settings, TimeProvider time)
{
    /// <summary>How tokens begin, so that they are known as such wherever they turn up.</summary>
    public const string Prefix = "posture_";

    /// <summary>Most tokens that hold, by person.</summary>
    public const int Most = 50;

    /// <summary>Longest life, in days.</summary>
    public const int LongestDays = 365;

    /// <summary>Without a sign-in for so long, the rights of another provider's person are not known any more, and its tokens rest.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private const int HintLength = 4;

    /// <summary>The person's tokens that are not revoked, the newest first; those past their end too.</summary>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(string owner, CancellationToken cancellationToken) => await store.ApiTokens.AsNoTracking()
        .Where(token => token.Owner == owner && token.RevokedAt == null).OrderByDescending(token => token.Id).Take(Most * 2).ToListAsync(cancellationToken);

    /// <summary>The session of the request, if it began a short while ago.</summary>
    public async Task<OpenSession?> FreshAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await check.FindAsync(user, Viewer.From(user).Subject, cancellationToken) is { } session && session.StartedAt > time.GetUtcNow() - OwnCredentials.Fresh ? session : null;

    public async Task<ApiAnswer> CreateAsync(ClaimsPrincipal user, ApiRequest request, int days, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user);
        if (await FreshAsync(user, cancellationToken) is not { } session)
            return new(ApiOutcome.NotFresh);
        if (!request.IsComplete || days is < 1 or > LongestDays)
            return new(ApiOutcome.NotComplete);
        if (!MayGive(viewer, request))
            return new(ApiOutcome.NotAllowed);
        var now = time.GetUtcNow();
        var secret = Prefix + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var token = new ApiToken
        {
            Name = request.Name.Trim(),
            Role = request.Role,
            Tenants = [.. request.Tenants],
            Scopes = [.. request.Scopes],
            Clusters = request.Clusters is { } clusters ? [.. clusters] : null,
            CreatedAt = now,
            Owner = viewer.Subject,
            OwnerName = viewer.Name,
            AccountId = session.AccountId,
            Hash = CodeHash.Of(secret),
            Hint = secret[^HintLength..],
            ExpiresAt = now.AddDays(days),
        };
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        // One at a time, so that nobody has more than may be.
        await store.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext({"posture.token " + viewer.Subject}))", cancellationToken);
        if (await store.ApiTokens.CountAsync(held => held.Owner == viewer.Subject && held.RevokedAt == null && held.ExpiresAt > now, cancellationToken) >= Most)
            return new(ApiOutcome.TooMany);
        store.ApiTokens.Add(token);
        await store.SaveChangesAsync(cancellationToken);
        var details = new Dictionary<string, string>(request.Details()) { ["until"] = token.ExpiresAt.UtcDateTime.ToString("O") };
        await new AuditEntry(viewer.Actor, "token.create", "token/" + token.Id, details).AppendAsync(store.Connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(ApiOutcome.Done, secret, token.Id.ToString());
    }

    /// <summary>Revokes one of the person's own; another's is not found.</summary>
    public async Task<ApiAnswer> RevokeAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user);
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        if (await RevokeAsync(store, viewer.Actor, time.GetUtcNow(), token => token.Id == id && token.Owner == viewer.Subject, cancellationToken) == 0)
            return new(ApiOutcome.Gone);
        await transaction.CommitAsync(cancellationToken);
        return new(ApiOutcome.Done);
    }

    /// <summary>Revokes the tokens that match in the transaction of what makes it necessary.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> RevokeAsync(
        IdentityStore store, Actor actor, DateTimeOffset now, Expression<Func<ApiToken, bool>> which, CancellationToken cancellationToken)
    {
        var held = await store.ApiTokens.AsNoTracking().Where(token => token.RevokedAt == null).Where(which).OrderBy(token => token.Id)
            .Select(token => new { token.Id, token.Name, token.Owner }).ToListAsync(cancellationToken);
        foreach (var token in held)
        {
            await store.ApiTokens.Where(one => one.Id == token.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.RevokedAt, now), cancellationToken);
            var details = new Dictionary<string, string> { ["name"] = token.Name, ["owner"] = token.Owner };
            await new AuditEntry(actor, "token.revoke", "token/" + token.Id, details).AppendAsync(store.Connection, cancellationToken);
        }
        return held.Count;
    }

    /// <summary>Who a token stands for now, with what is left of its rights; null when it is none, or holds no more.</summary>
    public async Task<ApiCaller?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var (hash, now) = (CodeHash.Of(secret), time.GetUtcNow());
        var token = await store.ApiTokens.AsNoTracking().SingleOrDefaultAsync(item => item.Hash == hash && item.RevokedAt == null && item.ExpiresAt > now, cancellationToken);
        if (token is null || await RightsAsync(token, now, cancellationToken) is not var (roles, tenants))
            return null;
        // A lead sees every tenant; others hand on their own.
        var left = roles.Contains(Roles.Lead) ? token.Tenants : [.. token.Tenants.Intersect(tenants, StringComparer.Ordinal)];
        if (token.Role == Roles.Tenant ? left.Length == 0 : !roles.Contains(token.Role))
            return null;
        if (token.UsedAt is null || token.UsedAt <= now - ApiCaller.UsedStep)
            await store.ApiTokens.Where(one => one.Id == token.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), cancellationToken);
        return new("token", token.Id, $"{token.OwnerName}: {token.Name}", token, left, token.Scopes);
    }

    private static bool MayGive(Viewer viewer, ApiRequest request) => viewer.ViewsAs is null
        && (request.Role == Roles.Tenant ? viewer.Is(Roles.Lead) || request.Tenants.All(tenant => viewer.Tenants.Contains(tenant, StringComparer.Ordinal)) : viewer.Is(request.Role));

    /// <summary>Roles and tenants that the person has now, or, with another provider, that it last gave; null when it is not known or may do nothing.</summary>
    private async Task<(HashSet<string> Roles, IReadOnlyList<string> Tenants)?> RightsAsync(ApiToken token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (token.AccountId is not { } id)
        {
            var since = now - Remembered;
            var last = await store.Sessions.AsNoTracking().Where(session => session.Owner == token.Owner && session.StartedAt > since)
                .OrderByDescending(session => session.StartedAt).FirstOrDefaultAsync(cancellationToken);
            return last is null ? null : ([.. last.Roles], last.Tenants);
        }
        if (!await store.Users.AnyAsync(account => account.Id == id && (account.LockoutEnd == null || account.LockoutEnd < People.ForGood), cancellationToken))
            return null;
        var roles = await (from held in store.UserRoles join role in store.Roles on held.RoleId equals role.Id where held.UserId == id select role.Name!).ToListAsync(cancellationToken);
        if (roles.Intersect(settings.Posture.SecondFactorRoles, StringComparer.Ordinal).Any() && !await store.SecondFactors.AnyAsync(factor => factor.AccountId == id, cancellationToken))
            return null;
        var tenants = await store.UserClaims.Where(claim => claim.UserId == id && claim.ClaimType == Viewer.TenantClaim).Select(claim => claim.ClaimValue!).ToListAsync(cancellationToken);
        return ([.. roles], tenants);
    }
}
