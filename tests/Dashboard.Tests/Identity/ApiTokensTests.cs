using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;
using Posture.Dashboard.Tokens;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>People's API tokens: never more than the person may, and less from the moment on in which the person may less (P-18, L-20).</summary>
public sealed class ApiTokensTests(PostgresFixture postgres)
{
    private static readonly ApiRequest Fleet = new("nightly", Roles.Lead, [], [ApiScopes.Findings], null);
    private static readonly ApiRequest Shop = new("shop", Roles.Tenant, ["shop"], [ApiScopes.Findings], null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_Made_OpensWhatItSaysAndIsKeptAsAHash()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var user = await PersonAsync(stage, [Roles.Lead]);
        var cluster = Guid.CreateVersion7();

        var made = await CreateAsync(stage, user, Fleet with { Clusters = [cluster] });

        Assert.Equal(ApiOutcome.Done, made.Outcome);
        Assert.StartsWith(ApiTokens.Prefix, made.Secret, StringComparison.Ordinal);
        var caller = await FindAsync(stage, made.Secret!);
        Assert.Equal((Roles.Lead, "ada: nightly"), (caller!.Access.Role, caller.Name));
        Assert.Equal([ApiScopes.Findings], caller.Scopes);
        Assert.Equal(cluster, Assert.Single(caller.Access.Clusters!));
        Assert.Null(await FindAsync(stage, made.Secret + "x"));
        await stage.InScopeAsync<ApiTokens>(async tokens =>
        {
            var held = Assert.Single(await tokens.ListAsync(Viewer.From(user).Subject, Token));
            Assert.Equal((made.Secret![^4..], stage.Time.GetUtcNow()), (held.Hint, held.UsedAt));
            Assert.NotEqual(made.Secret, held.Hash);
        });
        Assert.Contains(await stage.LogAsync(), entry => entry.StartsWith("token.create token/", StringComparison.Ordinal) && entry.Contains(cluster.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(await stage.LogAsync(), entry => entry.Contains(made.Secret!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")] // a name
    [InlineData("n", Roles.Lead)] // scopes
    [InlineData("n", Roles.Lead, "", "everything")] // known scopes
    [InlineData("n", Roles.Admin, "", ApiScopes.Clusters)] // no role of administration
    [InlineData("n", Roles.Tenant, "", ApiScopes.Findings)] // tenants
    [InlineData("n", Roles.Lead, "shop", ApiScopes.Findings)] // the fleet, or tenants
    [InlineData("n", Roles.Manager, "", ApiScopes.Findings)] // numbers have no findings
    [InlineData("n", Roles.Tenant, "shop", ApiScopes.Activity)] // the log is nobody's own
    public async Task Request_ThatSaysTooLittleOrTooMuch_MakesNothing(string name, string role = Roles.Lead, string tenant = "", string scope = "")
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var user = await PersonAsync(stage, Roles.All, "shop");
        var request = new ApiRequest(name, role, tenant.Length == 0 ? [] : [tenant], scope.Length == 0 ? [] : [scope], null);

        Assert.Equal(ApiOutcome.NotComplete, (await CreateAsync(stage, user, request)).Outcome);
        Assert.Equal(ApiOutcome.NotComplete, (await CreateAsync(stage, user, Fleet with { Clusters = [] })).Outcome);
        Assert.Equal(ApiOutcome.NotComplete, (await CreateAsync(stage, user, Fleet with { Scopes = [ApiScopes.Activity], Clusters = [Guid.NewGuid()] })).Outcome);
        Assert.Equal(ApiOutcome.NotComplete, (await CreateAsync(stage, user, Fleet, ApiTokens.LongestDays + 1)).Outcome);
        Assert.Empty(await LogOfTokensAsync(stage));
    }

    [Fact]
    public async Task Token_NeverHasMoreThanThePerson()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var tenant = await PersonAsync(stage, [Roles.Tenant], "shop");

        Assert.Equal(ApiOutcome.NotAllowed, (await CreateAsync(stage, tenant, Fleet)).Outcome);
        Assert.Equal(ApiOutcome.NotAllowed, (await CreateAsync(stage, tenant, Fleet with { Role = Roles.Manager, Scopes = [ApiScopes.Clusters] })).Outcome);
        Assert.Equal(ApiOutcome.NotAllowed, (await CreateAsync(stage, tenant, Shop with { Tenants = ["shop", "bank"] })).Outcome);
        Assert.Equal(ApiOutcome.Done, (await CreateAsync(stage, tenant, Shop)).Outcome);
        // A lead who looks as a tenant is one for as long.
        var lead = await PersonAsync(stage, [Roles.Lead], name: "lin");
        ((ClaimsIdentity)lead.Identity!).AddClaim(new(Viewer.ViewAsClaim, "shop"));
        Assert.Equal(ApiOutcome.NotAllowed, (await CreateAsync(stage, lead, Shop)).Outcome);
    }

    [Fact]
    public async Task P24_SessionNotFresh_MakesNothing()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var user = await PersonAsync(stage, [Roles.Lead]);
        stage.Time.Advance(OwnCredentials.Fresh);

        Assert.Equal(ApiOutcome.NotFresh, (await CreateAsync(stage, user, Fleet)).Outcome);
        Assert.Empty(await LogOfTokensAsync(stage));
    }

    /// <summary>P-18: what the person loses, the token has lost at its next request.</summary>
    [Theory]
    [InlineData("role")]
    [InlineData("tenant")]
    [InlineData("lock")]
    [InlineData("account")]
    [InlineData("revoked")]
    [InlineData("expired")]
    [InlineData("by an administrator")]
    public async Task Rights_Lost_AreLostAtTheNextRequest(string lost)
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var account = await stage.AddAsync("ada@test", "a long enough password", lost == "tenant" ? Roles.Tenant : Roles.Lead);
        await JoinAsync(stage, account.Id, "shop");
        var user = await stage.AdministerAsync(account, lost == "tenant" ? Roles.Tenant : Roles.Lead);
        if (lost == "tenant")
            ((ClaimsIdentity)user.Identity!).AddClaim(new(Viewer.TenantClaim, "shop"));
        var made = await CreateAsync(stage, user, lost == "tenant" ? Shop : Fleet);
        var kept = await CreateAsync(stage, await PersonAsync(stage, [Roles.Lead], name: "lin"), Fleet);
        Assert.NotNull(await FindAsync(stage, made.Secret!));

        await stage.InScopeAsync<UserManager<Account>>(async accounts =>
        {
            var known = (await accounts.FindByIdAsync(account.Id.ToString()))!;
            var result = lost switch
            {
                "role" => await accounts.RemoveFromRoleAsync(known, Roles.Lead),
                "tenant" => await accounts.RemoveClaimAsync(known, new(Viewer.TenantClaim, "shop")),
                "lock" => await accounts.SetLockoutEndDateAsync(known, People.ForGood),
                "account" => await accounts.DeleteAsync(known),
                _ => IdentityResult.Success,
            };
            Assert.Empty(result.Errors);
        });
        if (lost == "revoked")
            await stage.InScopeAsync<ApiTokens>(async tokens => Assert.Equal(ApiOutcome.Done, (await tokens.RevokeAsync(user, Guid.Parse(made.Id!), Token)).Outcome));
        if (lost == "expired")
            stage.Time.Advance(TimeSpan.FromDays(30));
        if (lost == "by an administrator")
            await RevokeAllAsync(stage, account.Id);

        Assert.Null(await FindAsync(stage, made.Secret!));
        if (lost != "expired")
            Assert.NotNull(await FindAsync(stage, kept.Secret!));
    }

    [Fact]
    public async Task Token_OfAnother_IsNotThere()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var made = await CreateAsync(stage, await PersonAsync(stage, [Roles.Lead]), Fleet);
        var other = await PersonAsync(stage, [Roles.Lead], name: "lin");

        await stage.InScopeAsync<ApiTokens>(async tokens =>
        {
            Assert.Equal(ApiOutcome.Gone, (await tokens.RevokeAsync(other, Guid.Parse(made.Id!), Token)).Outcome);
            Assert.Empty(await tokens.ListAsync(Viewer.From(other).Subject, Token));
        });
        Assert.NotNull(await FindAsync(stage, made.Secret!));
    }

    /// <summary>Of another provider's person the last sign-in is what is known, for a month.</summary>
    [Fact]
    public async Task PersonOfAnotherProvider_HasWhatTheLastSignInGave()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        const string Owner = "https://sso.example|ada";
        async Task<ClaimsPrincipal> SignInAsync(params string[] roles)
        {
            var reading = new ClaimReading(roles, [], null);
            var session = await stage.Sessions.StartAsync(Owner, "ada", reading, null, null, IdentityStage.Origin, Token);
            return Session.Of(new(new ClaimsIdentity([new("sub", "ada", ClaimValueTypes.String, "https://sso.example")])), reading, session.Id, session.ExpiresAt, null);
        }
        var made = await CreateAsync(stage, await SignInAsync(Roles.Lead), Fleet, 365);
        Assert.NotNull(await FindAsync(stage, made.Secret!));

        stage.Time.Advance(ApiTokens.Remembered - TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync(stage, made.Secret!));
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await FindAsync(stage, made.Secret!));
        await SignInAsync(Roles.Lead);
        Assert.NotNull(await FindAsync(stage, made.Secret!));
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await SignInAsync(Roles.Tenant);
        Assert.Null(await FindAsync(stage, made.Secret!));
    }

    [Fact]
    public async Task Tokens_AreNoMoreThanOneMayHave()
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        var user = await PersonAsync(stage, [Roles.Lead]);
        for (var i = 0; i < ApiTokens.Most; i++)
            Assert.Equal(ApiOutcome.Done, (await CreateAsync(stage, user, Fleet)).Outcome);

        Assert.Equal(ApiOutcome.TooMany, (await CreateAsync(stage, user, Fleet)).Outcome);
    }

    private static async Task<ClaimsPrincipal> PersonAsync(IdentityStage stage, IReadOnlyList<string> roles, string? tenant = null, string name = "ada")
    {
        var account = await stage.AddAsync(name + "@test", "a long enough password", [.. roles]);
        var user = await stage.AdministerAsync(account, [.. roles]);
        var identity = (ClaimsIdentity)user.Identity!;
        identity.RemoveClaim(identity.FindFirst("name"));
        identity.AddClaim(new("name", name));
        if (tenant is not null)
        {
            await JoinAsync(stage, account.Id, tenant);
            identity.AddClaim(new(Viewer.TenantClaim, tenant));
        }
        return user;
    }

    private static Task JoinAsync(IdentityStage stage, Guid account, string tenant) => stage.InScopeAsync<UserManager<Account>>(async accounts =>
        Assert.Empty((await accounts.AddClaimAsync((await accounts.FindByIdAsync(account.ToString()))!, new(Viewer.TenantClaim, tenant))).Errors));

    private static async Task<ApiAnswer> CreateAsync(IdentityStage stage, ClaimsPrincipal user, ApiRequest request, int days = 30)
    {
        ApiAnswer? answer = null;
        await stage.InScopeAsync<ApiTokens>(async tokens => answer = await tokens.CreateAsync(user, request, days, Token));
        return answer!;
    }

    private static async Task<ApiCaller?> FindAsync(IdentityStage stage, string secret)
    {
        ApiCaller? caller = null;
        await stage.InScopeAsync<ApiTokens>(async tokens => caller = await tokens.FindAsync(secret, Token));
        return caller;
    }

    private static async Task RevokeAllAsync(IdentityStage stage, Guid account)
    {
        var admin = await stage.AdministerAsync(await stage.AddAsync("admin@test", "a long enough password", Roles.Admin));
        await stage.InScopeAsync<People>(async people => Assert.Equal(PeopleAnswer.Done, await people.RevokeTokensAsync(admin, account, Token)));
        await stage.InScopeAsync<People>(async people => Assert.Equal(PeopleAnswer.Nothing, await people.RevokeTokensAsync(admin, account, Token)));
    }

    private static async Task<IEnumerable<string>> LogOfTokensAsync(IdentityStage stage) => (await stage.LogAsync()).Where(entry => entry.StartsWith("token.", StringComparison.Ordinal));
}
