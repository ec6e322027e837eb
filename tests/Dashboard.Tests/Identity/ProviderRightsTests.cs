using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.TestKit.Identity;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>What a certified provider that is not ours takes away is lost here while the session goes on (L-26, P-18), however the provider tells it.</summary>
public sealed class ProviderRightsTests(ForeignStage stage, PostgresFixture postgres) : IClassFixture<ForeignStage>
{
    private static readonly Dictionary<string, object> NoGroup = new() { ["groups"] = new[] { "everyone" } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>By userinfo alone; by an ID token that a refresh token gives anew; by both; with access tokens that have ended.</summary>
    [Theory]
    [InlineData(false, true, 3600, false)]
    [InlineData(false, true, 1, true)]
    [InlineData(true, true, 3600, false)]
    [InlineData(true, true, 1, true)]
    [InlineData(true, false, 1, true)]
    public async Task Group_TakenAway_EndsTheSession_AndTheNextHasNoRole(bool inToken, bool atUserInfo, int seconds, bool refresh)
    {
        using var visit = await VisitAsync(new(inToken, atUserInfo, AccessSeconds: seconds, Refresh: refresh));
        Assert.Equal("/fleet", (await visit.SignInAsync("text")).Path);
        for (var round = 0; round < 2; round++)
        {
            // Twice, for a refresh token is good once.
            await PassAsync(TimeSpan.FromSeconds(seconds == 1 ? 2 : 0));
            Assert.Equal("/fleet", (await visit.GoAsync("/fleet")).Path);
        }
        Assert.Equal(0L, await EndedAsync("text"));
        await stage.Provider.ChangeAsync("text", NoGroup);
        await PassAsync(TimeSpan.FromSeconds(seconds == 1 ? 2 : 0));

        var landing = await visit.GoAsync("/fleet");

        Assert.DoesNotContain("data-cluster", landing.Html, StringComparison.Ordinal);
        Assert.Equal(1L, await EndedAsync("text"));
        Assert.Equal("session.end by " + stage.Provider.Authority, await ScalarAsync("select action || ' by ' || actor from audit where action = 'session.end' order by seq desc limit 1"));
        Assert.Contains("data-no-role", (await visit.GoAsync("/help")).Html, StringComparison.Ordinal);
        Assert.Empty(await RolesAsync("text"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Account_TakenAway_EndsTheSession(bool refresh)
    {
        using var visit = await VisitAsync(new(Refresh: refresh));
        await visit.SignInAsync("list");
        await stage.Provider.ChangeAsync("list", claims: null);
        await PassAsync();

        await visit.GoAsync("/fleet");

        Assert.Equal(1L, await EndedAsync("list"));
    }

    /// <summary>A word about somebody else must not be taken for this person's (OpenID Connect Core §5.3.2).</summary>
    [Fact]
    public async Task Word_OfAnotherPerson_EndsTheSession()
    {
        using var visit = await VisitAsync(new());
        await visit.SignInAsync("list");
        await stage.Provider.ChangeAsync("list", new Dictionary<string, object> { ["groups"] = "security", ["sub"] = "another" });
        await PassAsync();

        await visit.GoAsync("/fleet");

        Assert.Equal(1L, await EndedAsync("list"));
    }

    /// <summary>What is no answer says nothing of the person.</summary>
    [Theory]
    [InlineData("[]")]
    [InlineData("x")]
    [InlineData("")]
    public async Task Answer_ThatIsNone_IsToldInTheLog_AndEndsNothing(string answer)
    {
        using var visit = await VisitAsync(new());
        await visit.SignInAsync("list");
        await stage.Provider.ChangeAsync("list", new Dictionary<string, object> { ["answer"] = answer });
        await PassAsync();

        Assert.Equal("/fleet", (await visit.GoAsync("/fleet")).Path);

        Assert.Equal(0L, await EndedAsync("list"));
        Assert.Contains("sso.not_asked", stage.Server.Log.Warnings, StringComparison.Ordinal);
    }

    /// <summary>Requests, pages and replicas that find at once that it is time to ask: one of them does.</summary>
    [Fact]
    public async Task Many_AskOnce_AndNoneWithinSeconds()
    {
        using var visit = await VisitAsync(new());
        await visit.SignInAsync("text");
        var before = await stage.Provider.AskedAsync("/me");
        await visit.GoAsync("/fleet");
        Assert.Equal(before, await stage.Provider.AskedAsync("/me"));
        await PassAsync();
        await using var scope = stage.Server.Services.CreateAsyncScope();
        var session = await scope.ServiceProvider.GetRequiredService<IdentityStore>().Sessions.AsNoTracking().SingleAsync(Token);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var own = stage.Server.Services.CreateAsyncScope();
            var store = own.ServiceProvider.GetRequiredService<IdentityStore>();
            Assert.True(await own.ServiceProvider.GetRequiredService<ProviderRights>().HoldAsync(store, session, TimeProvider.System.GetUtcNow()));
        }));

        Assert.Equal(before + 1, await stage.Provider.AskedAsync("/me"));
    }

    /// <summary>Groups in the ID token alone, and no refresh token: the provider can't be asked, and what it said counts for an hour.</summary>
    [Fact]
    public async Task Provider_ThatCantBeAsked_IsBelievedForAnHour()
    {
        using var visit = await VisitAsync(new(ClaimsInToken: true, ClaimsAtUserInfo: false));
        await visit.SignInAsync("text");
        await PassAsync();
        Assert.Equal("/fleet", (await visit.GoAsync("/fleet")).Path);
        await stage.Provider.ChangeAsync("text", NoGroup);
        await ExecuteAsync("update identity.sessions set told_at = told_at - interval '59 minutes'");
        Assert.Equal("/fleet", (await visit.GoAsync("/fleet")).Path);

        await ExecuteAsync("update identity.sessions set told_at = told_at - interval '61 seconds'");

        Assert.DoesNotContain("data-cluster", (await visit.GoAsync("/fleet")).Html, StringComparison.Ordinal);
        Assert.Contains("data-no-role", (await visit.GoAsync("/help")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_ThatIsAway_SignsNobodyOut_ForAnHour()
    {
        Assert.SkipWhen(ForeignProvider.Missing is not null, ForeignProvider.Missing ?? "");
        await using var own = new ForeignStage(postgres);
        await own.InitializeAsync();
        await own.SetUpAsync();
        using var visit = new ForeignVisit(own.Server);
        await visit.SignInAsync("text");
        await own.Provider.DisposeAsync();
        await ExecuteAsync("update identity.sessions set asked_at = asked_at - interval '1 minute'", own);

        Assert.Equal("/fleet", (await visit.GoAsync("/fleet")).Path);

        Assert.Contains("sso.not_asked", own.Server.Log.Warnings, StringComparison.Ordinal);
        await ExecuteAsync("update identity.sessions set told_at = told_at - interval '61 minutes'", own);
        Assert.NotEqual(HttpStatusCode.OK, (await visit.GoAsync("/fleet")).Status);
    }

    [Fact]
    public async Task Tokens_OfTheProvider_AreKeptEncrypted_AndForgottenAtTheEnd()
    {
        using var visit = await VisitAsync(new(Refresh: true));
        await visit.SignInAsync("text");
        var kept = (string)(await ScalarAsync("select provider_grant from identity.sessions order by started_at desc limit 1"))!;
        Assert.StartsWith("CfDJ8", kept, StringComparison.Ordinal); // data protection's mark

        await visit.SignOutAsync();

        Assert.Equal(DBNull.Value, await ScalarAsync("select provider_grant from identity.sessions order by started_at desc limit 1"));
    }

    private async Task<ForeignVisit> VisitAsync(ForeignHabits habits)
    {
        Assert.SkipWhen(ForeignProvider.Missing is not null, ForeignProvider.Missing ?? "");
        await stage.SetUpAsync(habits);
        await ExecuteAsync("delete from identity.sessions");
        return new(stage.Server);
    }

    /// <summary>As if sessions had last been asked for a while ago; what the provider counts in seconds has to pass itself.</summary>
    private async Task PassAsync(TimeSpan really = default)
    {
        await Task.Delay(really, TimeProvider.System, Token);
        await ExecuteAsync("update identity.sessions set asked_at = asked_at - interval '9 seconds'");
    }

    private Task<object?> EndedAsync(string person) => ScalarAsync($"select count(*) from identity.sessions where owner like '%|{person}' and ended_at is not null");

    private async Task<string[]> RolesAsync(string person) =>
        (string[])(await ScalarAsync($"select roles from identity.sessions where owner like '%|{person}' and ended_at is not null"))!;

    private async Task<object?> ScalarAsync(string sql, ForeignStage? of = null)
    {
        await using var source = NpgsqlDataSource.Create((of ?? stage).Server.Database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }

    private Task ExecuteAsync(string sql, ForeignStage? of = null) => ScalarAsync(sql, of);
}
