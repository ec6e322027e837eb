using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Boundary;
using Posture.Dashboard.Tests.Pages;
using Posture.TestKit.Identity;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Sign-in, sign-out and refusals with a certified provider that is not ours, of which the dashboard knows the settings only.</summary>
public sealed class ForeignSignInTests(ForeignStage stage, PostgresFixture postgres) : IClassFixture<ForeignStage>
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text", false, "/fleet")]
    [InlineData("text", true, "/fleet")]
    [InlineData("list", false, "/fleet")]
    [InlineData("list", true, "/fleet")]
    [InlineData("many", false, "/fleet")]
    [InlineData("many", true, "/fleet")]
    [InlineData("shop", false, "/findings")]
    public async Task Groups_InWhateverForm_BecomeRolesByTheRules(string person, bool inToken, string home)
    {
        using var visit = await VisitAsync(inToken);

        var landing = await visit.SignInAsync(person);

        Assert.Equal((home, HttpStatusCode.OK), (landing.Path, landing.Status));
        Assert.Contains($"Person {person}", landing.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-no-role", landing.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", ClaimReading.NoClaim)]
    [InlineData("stranger", ClaimReading.NoRule)]
    public async Task WhoHasNoGroupOfTheRules_HasNoRoleAndIsToldWhy(string person, string problem)
    {
        using var visit = await VisitAsync();

        var landing = await visit.SignInAsync(person);

        Assert.Equal("/help", landing.Path);
        Assert.Contains($"data-no-role=\"{problem}\"", landing.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visit.GoAsync("/account")).Status);
        Assert.DoesNotContain("data-cluster", (await visit.GoAsync("/clusters")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Groups_LeftOutByTheProvider_SignNobodyInWithTheRest(bool inToken)
    {
        using var visit = await VisitAsync(inToken);

        var landing = await visit.SignInAsync("overfull");

        Assert.Equal(("/account/failed", "?code=sso.groups_overfull"), (landing.Path, landing.Address.Query));
        Assert.Contains("too long for a sign-in", landing.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("posture=", string.Join(' ', landing.Html), StringComparison.Ordinal);
    }

    /// <summary>The person presses "cancel" at the provider.</summary>
    [Fact]
    public async Task SignIn_BrokenOffAtTheProvider_SaysSoAndStartsAgain()
    {
        using var visit = await VisitAsync();
        var form = await visit.GoAsync("/fleet");

        var landing = await visit.GoAsync(form.Address + "/abort");

        Assert.Equal(("/account/failed", "?code=sso.denied"), (landing.Path, landing.Address.Query));
        Assert.Contains("broken off there", landing.Html, StringComparison.Ordinal);
        Assert.NotNull((await visit.GoAsync("/fleet")).Form("/interaction/"));
    }

    [Fact]
    public void EveryEndpoint_OfThisMode_HasARowToo()
    {
        Assert.SkipWhen(ForeignProvider.Missing is not null, ForeignProvider.Missing ?? "");
        var rows = Surface.All.Select(surface => surface.Route).Concat(Surface.Apart.Keys).Except(Surface.OfTheEmbeddedProvider).Concat(Surface.OfAnotherProvider.Keys);

        Assert.Equal(rows.Order(StringComparer.Ordinal).Distinct(), Surface.RoutesOf(stage.Server));
    }

    [Fact]
    public async Task Key_ThatIsNew_IsFetchedWithoutARestart()
    {
        // A server of its own: keys are asked for twice a minute at most.
        await using var own = await OwnAsync();
        await own.SetUpAsync();
        using var before = new ForeignVisit(own.Server);
        Assert.Equal("/fleet", (await before.SignInAsync("text")).Path);

        await own.SetUpAsync(new(Key: "second"));
        using var after = new ForeignVisit(own.Server);

        Assert.Equal("/fleet", (await after.SignInAsync("text")).Path);
    }

    [Fact]
    public async Task Token_OfAnotherIssuer_IsRefused()
    {
        using var before = await VisitAsync();
        Assert.Equal("/fleet", (await before.SignInAsync("text")).Path);

        await stage.SetUpAsync(new(IssuerHost: "localhost")); // the same keys
        using var after = new ForeignVisit(stage.Server);

        Assert.Equal("?code=sso.failed", (await after.SignInAsync("text")).Address.Query);
    }

    [Fact]
    public async Task Provider_ThatCallsItselfAnother_OrIsAway_IsNamedToTheAdministratorOnly()
    {
        await using var own = await OwnAsync();
        await own.SetUpAsync(new(IssuerHost: "localhost"));
        using var visit = new ForeignVisit(own.Server);

        await RefusedAsync();
        Assert.Contains("calls itself http://localhost", own.Server.Log.Warnings, StringComparison.Ordinal);
        await own.Provider.DisposeAsync();
        await RefusedAsync();

        async Task RefusedAsync()
        {
            var landing = await visit.GoAsync("/fleet");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, landing.Status);
            Assert.Contains("sso.unreachable", landing.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("localhost", landing.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SignOut_LeadsThroughTheProvider_AndNeedsAPasswordAgain()
    {
        using var visit = await VisitAsync();
        await visit.SignInAsync("text");

        var left = await visit.SignOutAsync();

        Assert.Equal("/account/signed-out", left.Path);
        Assert.NotNull((await visit.GoAsync("/fleet")).Form("/interaction/"));
    }

    [Fact]
    public async Task SignOut_AtTheProvider_EndsTheSessionHere_AndNoOther()
    {
        using var visit = await VisitAsync();
        using var other = new ForeignVisit(stage.Server);
        await visit.SignInAsync("text");
        await other.SignInAsync("text");

        await visit.ConfirmAsync(stage.Provider.Authority + "/session/end");

        Assert.NotNull((await visit.GoAsync("/fleet")).Form("/interaction/"));
        Assert.Equal("/fleet", (await other.GoAsync("/fleet")).Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("foreign key")]
    public async Task LogoutToken_ThatIsNotTheProviders_EndsNothing(string token)
    {
        using var visit = await VisitAsync();
        await visit.SignInAsync("text");
        using var http = new HttpClient { BaseAddress = stage.Server.Address };
        using var content = new FormUrlEncodedContent([new("logout_token", token == "foreign key" ? Forged("text") : token)]);

        using var answer = await http.PostAsync(new Uri(BackChannelLogout.Path, UriKind.Relative), content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"code\":\"sso.logout_token\"", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("/fleet", (await visit.GoAsync("/fleet")).Path);
    }

    private async Task<ForeignStage> OwnAsync()
    {
        Assert.SkipWhen(ForeignProvider.Missing is not null, ForeignProvider.Missing ?? "");
        var own = new ForeignStage(postgres);
        await own.InitializeAsync();
        return own;
    }

    private async Task<ForeignVisit> VisitAsync(bool claimsInToken = false)
    {
        Assert.SkipWhen(ForeignProvider.Missing is not null, ForeignProvider.Missing ?? "");
        await stage.SetUpAsync(new(claimsInToken));
        return new(stage.Server);
    }

    /// <summary>Right in all but its key.</summary>
    private string Forged(string person)
    {
        using var rsa = RSA.Create(2048);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "logout+jwt",
            Issuer = stage.Provider.Authority,
            Audience = ForeignProvider.ClientId,
            Claims = new Dictionary<string, object> { ["sub"] = person, ["events"] = new Dictionary<string, object> { [LogoutEvent] = new Dictionary<string, object>() } },
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(2),
            SigningCredentials = new(new RsaSecurityKey(rsa.ExportParameters(true)) { KeyId = "first" }, SecurityAlgorithms.RsaSha256),
        });
    }
}
