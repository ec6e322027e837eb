using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Posture.Dashboard.Options;
using Posture.Store.Commands;
using Posture.Store.Listening;

namespace Posture.Dashboard.Identity;

/// <summary>The sessions of people: started at sign-in, listed for their owner, ended here; each start and end with its entry in the audit log (P-32).</summary>
internal sealed class Sessions(IServiceScopeFactory scopes, DashboardSettings settings, ProviderGrants grants, TimeProvider time)
{
    /// <summary>Most sessions that a list shows.</summary>
    public const int Shown = 100;

    /// <summary>How long an ended session is kept to be looked up; the audit log has its start and end for longer.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>A session of an account of the embedded provider.</summary>
    public Task<OpenSession> StartAsync(Account account, string issuer, string method, SessionOrigin origin, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var session = new OpenSession
        {
            Owner = Session.OwnerOf(issuer, account.Id.ToString()),
            AccountId = account.Id,
            Stamp = SessionCheck.StampOf(account.SecurityStamp ?? ""),
            Method = method,
            Device = origin.Device,
            Address = origin.Address,
            StartedAt = now,
            SeenAt = now,
            ExpiresAt = now.AddHours(settings.Posture.SessionHours),
        };
        return StartAsync(session, account.DisplayName, cancellationToken);
    }

    /// <summary>A session of another provider's person.</summary>
    /// <param name="owner">Issuer and subject.</param>
    /// <param name="name">Name to show.</param>
    /// <param name="reading">Roles and tenants that it has.</param>
    /// <param name="providerSession">The provider's name for its session, if it has any.</param>
    /// <param name="grant">With which it is asked again; null when it gave nothing to ask with.</param>
    /// <param name="origin">Where from.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<OpenSession> StartAsync(
        string owner, string name, ClaimReading reading, string? providerSession, ProviderGrant? grant, SessionOrigin origin, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var session = new OpenSession
        {
            Owner = owner,
            Name = name.Length > OpenSession.MaxName ? name[..OpenSession.MaxName] : name,
            Roles = [.. reading.Roles],
            Tenants = [.. reading.Tenants],
            ProviderSession = providerSession,
            ProviderGrant = grant is null ? null : grants.Seal(grant),
            AskedAt = now,
            ToldAt = now,
            Method = SignInMethod.Provider,
            Device = origin.Device,
            Address = origin.Address,
            StartedAt = now,
            SeenAt = now,
            ExpiresAt = now.AddHours(settings.Posture.SessionHours),
        };
        return StartAsync(session, name, cancellationToken);
    }

    /// <summary>A session of who has come by <see cref="BreakGlass"/>.</summary>
    public Task<OpenSession> StartBreakGlassAsync(string subject, ClaimReading reading, SessionOrigin origin, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var session = new OpenSession
        {
            Owner = Session.OwnerOf(BreakGlass.Issuer, subject),
            Roles = [.. reading.Roles],
            Method = SignInMethod.Emergency,
            Device = origin.Device,
            Address = origin.Address,
            StartedAt = now,
            SeenAt = now,
            ExpiresAt = now + BreakGlass.Lifetime,
        };
        return StartAsync(session, BreakGlass.Issuer, cancellationToken);
    }

    /// <summary>The person's sessions that hold, the one seen last first.</summary>
    public async Task<IReadOnlyList<OpenSession>> ListAsync(string owner, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<IdentityStore>().Sessions.AsNoTracking()
            .Where(session => session.Owner == owner).Where(OpenSession.Holding(now, settings.Posture.IdleMinutes))
            .OrderByDescending(session => session.SeenAt).ThenByDescending(session => session.Id).Take(Shown).ToListAsync(cancellationToken);
    }

    /// <summary>Ends one session of the person; another's is not found.</summary>
    /// <returns>Whether one was ended.</returns>
    public async Task<bool> EndAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        await EndAsync(actor, session => session.Id == id && session.Owner == actor.Id, cancellationToken) > 0;

    /// <summary>Ends all sessions of the person, on every device, but for one.</summary>
    /// <returns>How many.</returns>
    public Task<int> EndOthersAsync(Actor actor, Guid? except, CancellationToken cancellationToken) =>
        EndAsync(actor, session => session.Owner == actor.Id && session.Id != except, cancellationToken);

    /// <summary>Ends what another provider ends: its session, all of its person's, or that session of that person.</summary>
    /// <returns>How many.</returns>
    public Task<int> EndOfProviderAsync(Actor provider, string issuer, string? subject, string? providerSession, CancellationToken cancellationToken)
    {
        var (owner, anyOwner) = (Session.OwnerOf(issuer, subject ?? ""), Session.OwnerOf(issuer, ""));
        return EndAsync(
            provider,
            session => session.AccountId == null && (subject == null ? session.Owner.StartsWith(anyOwner) : session.Owner == owner)
                && (providerSession == null || session.ProviderSession == providerSession),
            cancellationToken);
    }

    /// <summary>Ends the sessions that match in the transaction of what makes it necessary.</summary>
    public static async Task<int> EndAsync(
        IdentityStore store, Actor actor, DateTimeOffset now, Expression<Func<OpenSession, bool>> which, CancellationToken cancellationToken)
    {
        var ended = await store.Sessions.AsNoTracking().Where(session => session.EndedAt == null && session.ExpiresAt > now).Where(which)
            .OrderBy(session => session.Id).Select(session => new { session.Id, session.Owner, session.StartedAt }).ToListAsync(cancellationToken);
        var ids = ended.ConvertAll(session => session.Id);
        if (ids.Count == 0)
            return 0;
        await store.Sessions.Where(session => ids.Contains(session.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(session => session.EndedAt, now).SetProperty(session => session.ProviderGrant, (string?)null), cancellationToken);
        foreach (var session in ended)
        {
            var details = new Dictionary<string, string> { ["owner"] = session.Owner, ["since"] = session.StartedAt.UtcDateTime.ToString("O") };
            await new AuditEntry(actor, "session.end", "session/" + session.Id, details).AppendAsync(store.Connection, cancellationToken);
            await store.Database.ExecuteSqlAsync($"select pg_notify({SnapshotListener.SessionChannel}, {session.Id.ToString()})", cancellationToken);
        }
        return ids.Count;
    }

    private async Task<int> EndAsync(Actor actor, Expression<Func<OpenSession, bool>> which, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        var ended = await EndAsync(store, actor, time.GetUtcNow(), which, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ended;
    }

    private async Task<OpenSession> StartAsync(OpenSession session, string name, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        store.Sessions.Add(session);
        await store.SaveChangesAsync(cancellationToken);
        var before = session.StartedAt - Kept;
        await store.Sessions.Where(old => old.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken);
        var details = new Dictionary<string, string> { ["method"] = session.Method, ["device"] = DeviceName.Of(session.Device) };
        await new AuditEntry(new(session.Owner, name, session.Address), "session.start", "session/" + session.Id, details).AppendAsync(store.Connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return session;
    }
}
