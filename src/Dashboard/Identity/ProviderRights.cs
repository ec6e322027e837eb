using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Posture.Store.Commands;

namespace Posture.Dashboard.Identity;

/// <summary>
/// Asks another provider again what the person of a session has, while the session is in use (P-18): a group taken away there, or an account, ends the session here, and
/// signing in again gives what is left. A provider that does not answer, or can't be asked any more, is believed for a while.
/// </summary>
internal sealed partial class ProviderRights(ProviderGrants grants, ProviderDesk desk, TimeProvider time, ILogger<ProviderRights> logger)
{
    /// <summary>How long the word of a provider counts.</summary>
    public static readonly TimeSpan Counts = TimeSpan.FromHours(1);

    /// <summary>However many pages a session has open, on however many replicas, it is asked for no more often; with the interval of open pages that is well within 30 s.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(8);

    /// <summary>Shorter than <see cref="Spacing"/>: two questions at once would spend a refresh token twice, which providers take for theft.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether the session still holds after the provider was asked, if it is time to.</summary>
    public async Task<bool> HoldAsync(IdentityStore store, OpenSession session, DateTimeOffset now)
    {
        var before = now - Spacing;
        if (session.ProviderGrant is null || session.AskedAt > before)
            return true;
        // One of all requests, pages and replicas asks. It asks to the end, whoever leaves meanwhile: a new refresh token must not be lost.
        var asks = await store.Sessions.Where(one => one.Id == session.Id && one.EndedAt == null && one.AskedAt <= before)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.AskedAt, now), CancellationToken.None);
        if (asks == 0 || grants.Open(session) is not { } grant)
            return true;
        using var limit = new CancellationTokenSource(Patience, time);
        var (word, told) = await desk.AskAsync(grant, session.Owner, limit.Token);
        var same = told.GivesTheSameAs(grant);
        if (word == ProviderWord.Told || !same)
        {
            var (roles, tenants) = told.RightsAfter(grant);
            // API tokens go by the same words.
            await OpenAsync(set => set.SetProperty(one => one.ToldAt, now).SetProperty(one => one.Roles, roles).SetProperty(one => one.Tenants, tenants));
        }
        if (word == ProviderWord.Over || !same)
        {
            await EndAsync(store, session, now);
            return false;
        }
        if (told.GivenAt != grant.GivenAt)
        {
            var kept = grants.Seal(told);
            await OpenAsync(set => set.SetProperty(one => one.ProviderGrant, kept));
        }
        return true;

        Task<int> OpenAsync(Action<UpdateSettersBuilder<OpenSession>> set) =>
            store.Sessions.Where(one => one.Id == session.Id && one.EndedAt == null).ExecuteUpdateAsync(set, CancellationToken.None);
    }

    private async Task EndAsync(IdentityStore store, OpenSession session, DateTimeOffset now)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(CancellationToken.None);
        var actor = new Actor(session.Owner[..session.Owner.IndexOf('|', StringComparison.Ordinal)], "identity provider", "");
        if (await Sessions.EndAsync(store, actor, now, one => one.Id == session.Id, CancellationToken.None) > 0)
            Log.Ended(logger, session.Id);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The identity provider gives the person of session {Session} other rights, or none: the session has ended")]
        public static partial void Ended(ILogger logger, Guid session);
    }
}
