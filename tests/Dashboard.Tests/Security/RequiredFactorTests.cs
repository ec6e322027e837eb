using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Security;

/// <summary>A role that needs a second factor is not had without one, and had with one.</summary>
public sealed partial class RequiredFactorTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Role_ThatNeedsAFactor_IsHadWithOneOnly()
    {
        await using var stage = await ServerStage.StartAsync(postgres, ("Posture:Identity:SecondFactorRoles:0", Roles.Lead));
        using (var manager = await new Browser(stage, proxied: false).SignInAsync("manager@demo"))
        using (var compliance = await manager.GetAsync("/compliance"))
            Assert.Equal(HttpStatusCode.OK, compliance.StatusCode);

        using var lead = new Browser(stage, proxied: false);
        using (await lead.TryAsync("lead@demo", ServerStage.Password))
        using (await lead.FollowAsync("/"))
        using (var fleet = await lead.GetAsync("/fleet"))
            Assert.Contains("/account/denied", fleet.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using (var help = await lead.GetAsync("/help"))
        {
            var text = await help.Content.ReadAsStringAsync(Token);
            Assert.Contains("data-no-role=\"factor.required\"", text, StringComparison.Ordinal);
            Assert.Contains("href=\"/account/second-factor\"", text, StringComparison.Ordinal);
        }
        using (var page = await lead.GetAsync("/account/second-factor"))
        {
            var text = await page.Content.ReadAsStringAsync(Token);
            Assert.Contains("data-factor-picture", text, StringComparison.Ordinal);
            Assert.Contains("data-factor-key", text, StringComparison.Ordinal);
        }

        var secret = RandomNumberGenerator.GetBytes(OneTimeCode.SecretSize);
        await using (var scope = stage.Services.CreateAsyncScope())
        {
            var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync("lead@demo");
            Assert.True(await scope.ServiceProvider.GetRequiredService<SecondFactors>().PutAsync(account!.Id, secret, CodeOf(secret, -1), Token));
        }
        using var again = new Browser(stage, proxied: false);
        using (var asked = await again.TryAsync("lead@demo", ServerStage.Password))
        {
            var ticket = TicketPattern().Match(await asked.Content.ReadAsStringAsync(Token)).Groups["ticket"].Value;
            using var answer = await again.TryCodeAsync(WebUtility.HtmlDecode(ticket), CodeOf(secret, 0));
            using var landed = await again.FollowAsync(answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.OriginalString);
        }
        using (var fleet = await again.GetAsync("/fleet"))
            Assert.Equal(HttpStatusCode.OK, fleet.StatusCode);
        using (var page = await again.GetAsync("/account/second-factor"))
            Assert.Contains("the last one cannot be removed", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>The page takes the second factor away from nobody who needs it, whatever is sent.</summary>
    [Fact]
    public async Task Factor_ThatARoleNeeds_IsNotTurnedOff()
    {
        await using var stage = await IdentityStageWith(Roles.Lead);
        var lead = await stage.AddAsync("lead@test", "a sentence of some length", Roles.Lead);
        var manager = await stage.AddAsync("manager@test", "a sentence of some length", Roles.Manager);
        foreach (var (account, off) in new[] { (lead, false), (manager, true) })
        {
            var secret = RandomNumberGenerator.GetBytes(OneTimeCode.SecretSize);
            await stage.InScopeAsync<SecondFactors>(async factors => Assert.True(await factors.PutAsync(account.Id, secret, OneTimeCode.Of(secret, OneTimeCode.StepOf(stage.Time.GetUtcNow())), Token)));
            var (_, user) = await stage.SignInAsync(account);
            await stage.InScopeAsync<OwnCredentials>(async own => Assert.Equal(off, await own.TurnOffAsync(user, Token)));
            await stage.InScopeAsync<SecondFactors>(async factors => Assert.Equal(!off, await factors.IsOnAsync(account.Id, Token)));
        }
    }

    private Task<Identity.IdentityStage> IdentityStageWith(string role) => Identity.IdentityStage.CreateAsync(postgres, ("Posture:Identity:SecondFactorRoles:0", role));

    private static string CodeOf(byte[] secret, int steps) => OneTimeCode.Of(secret, OneTimeCode.StepOf(TimeProvider.System.GetUtcNow()) + steps);

    [GeneratedRegex("name=\"Form.Ticket\" value=\"(?<ticket>[^\"]+)\"|value=\"(?<ticket>[^\"]+)\" name=\"Form.Ticket\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TicketPattern();
}
