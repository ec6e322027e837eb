using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Dashboard.Tokens;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Another provider's people are known by their sessions, and an administrator ends what they have here (A-24, P-18).</summary>
public sealed class VisitorsTests(PostgresFixture postgres)
{
    private const string Provider = "https://idp.test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_HasWhoCame_WithTheRolesOfTheLastSignIn_AndWhatHolds()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        await stage.SignInAsync(await stage.AddAsync("account@example.com"));
        await ComeAsync(stage, "ada", "Ada L.", Roles.Lead);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        var (ada, _) = await ComeAsync(stage, "ada", "Ada Lovelace", Roles.Manager);
        await MakeTokenAsync(stage, ada);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await ComeAsync(stage, "m_ra", "Mara", Roles.Tenant);

        var all = await stage.Services.GetRequiredService<Visitors>().ListAsync("", 1, Token);

        Assert.Equal(["Mara", "Ada Lovelace"], all.Rows.Select(row => row.Name));
        var row = all.Rows[1];
        Assert.Equal((Provider + "|ada", "manager", 2, 1), (row.Owner, string.Join(' ', row.Roles), row.Sessions, row.Tokens));
        Assert.Equal((2, 2), (all.Total, all.Unfiltered));
        foreach (var (text, found) in new[] { ("lovelace", 1), ("M_RA", 1), ("m%a", 0), ("nobody", 0), ("idp.test", 2) })
            Assert.Equal((text, found, 2L), (text, (await stage.Services.GetRequiredService<Visitors>().ListAsync(text, 1, Token)).Rows.Count, all.Unfiltered));
    }

    [Fact]
    public async Task SignedOut_LosesSessionsAndTokens_AndNobodyElseDoes()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, _) = await ComeAsync(stage, "root", "Root", Roles.Admin);
        var (ada, first) = await ComeAsync(stage, "ada", "Ada", Roles.Lead, Roles.Manager);
        var (second, _) = await ComeAsync(stage, "ada", "Ada", Roles.Lead, Roles.Manager);
        var (mara, _) = await ComeAsync(stage, "mara", "Mara", Roles.Manager);
        var (secret, kept) = (await MakeTokenAsync(stage, ada), await MakeTokenAsync(stage, mara));

        Assert.Equal(PeopleOutcome.NotAllowed, await SignOutAsync(stage, mara, "ada"));
        Assert.Equal(PeopleOutcome.Gone, await SignOutAsync(stage, root, "root"));
        Assert.Equal(PeopleOutcome.Nothing, await SignOutAsync(stage, root, "nobody"));
        Assert.True(await stage.Check.HoldsAsync(ada, Token));

        Assert.Equal(PeopleOutcome.Done, await SignOutAsync(stage, root, "ada"));

        Assert.Equal((false, false, true, true), (await HoldsAsync(stage, ada), await HoldsAsync(stage, second), await HoldsAsync(stage, mara), await HoldsAsync(stage, root)));
        await stage.InScopeAsync<ApiTokens>(async tokens => Assert.Equal((true, false), (await tokens.FindAsync(secret, Token) is null, await tokens.FindAsync(kept, Token) is null)));
        Assert.Contains(await stage.LogAsync(), entry => entry.StartsWith($"session.end session/{first.Id}", StringComparison.Ordinal));
        Assert.Contains(await stage.LogAsync(), entry => entry.StartsWith("token.revoke token/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task P24_SessionOfLongAgo_EndsNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var (root, _) = await ComeAsync(stage, "root", "Root", Roles.Admin);
        var (ada, _) = await ComeAsync(stage, "ada", "Ada", Roles.Lead);
        stage.Time.Advance(OwnCredentials.Fresh);

        Assert.Equal(PeopleOutcome.NotFresh, await SignOutAsync(stage, root, "ada"));
        Assert.True(await HoldsAsync(stage, ada));
    }

    private static async Task<(ClaimsPrincipal User, OpenSession Session)> ComeAsync(IdentityStage stage, string subject, string name, params string[] roles)
    {
        var reading = new ClaimReading(roles, [], null);
        var session = await stage.Sessions.StartAsync(Session.OwnerOf(Provider, subject), name, reading, null, null, IdentityStage.Origin, Token);
        Claim[] claims = [new("sub", subject, ClaimValueTypes.String, Provider), new("name", name)];
        return (Session.Of(new(new ClaimsIdentity(claims)), reading, session.Id, session.ExpiresAt, session.Address), session);
    }

    private static async Task<string> MakeTokenAsync(IdentityStage stage, ClaimsPrincipal user)
    {
        ApiAnswer? made = null;
        await stage.InScopeAsync<ApiTokens>(async tokens => made = await tokens.CreateAsync(user, new("nightly", Roles.Manager, [], [ApiScopes.Clusters], null), 30, Token));
        Assert.Equal(ApiOutcome.Done, made!.Outcome);
        return made.Secret!;
    }

    private static Task<bool> HoldsAsync(IdentityStage stage, ClaimsPrincipal user) => stage.Check.HoldsAsync(user, Token);

    private static async Task<PeopleOutcome> SignOutAsync(IdentityStage stage, ClaimsPrincipal user, string subject) =>
        (await stage.Services.GetRequiredService<Visitors>().SignOutAsync(user, Session.OwnerOf(Provider, subject), Token)).Outcome;
}
