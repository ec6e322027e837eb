using System.Diagnostics;
using System.Net;
using Posture.Dashboard.Tests.Security;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>Refused sign-ins are one answer to who tries, and told apart in the audit log.</summary>
[Collection(BoundaryCollection.Name)]
public sealed class RefusedSignInTests(Premises premises)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What was typed as a name is not in the log: it may be a password in the wrong field.</summary>
    [Fact]
    public async Task Refused_IsInTheLog_WithoutWhatWasTyped()
    {
        var stage = await premises.StageAsync();
        using var browser = new Browser(stage, proxied: false);
        foreach (var (name, password) in new[] { ("a password in the wrong field", "typed-canary"), ("lost@test", "typed-canary") })
            using (var answer = await browser.TryAsync(name, password))
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var admin = await premises.EnterAsync("admin");
        using var activity = await admin.GetAsync("/activity");
        var page = await activity.Content.ReadAsStringAsync(Token);
        foreach (var told in new[] { "Sign-in refused", "Not signed in", "no account has the name", "wrong password", "lost@test" })
            Assert.Contains(told, page, StringComparison.Ordinal);
        foreach (var typed in new[] { "a password in the wrong field", "typed-canary" })
            Assert.DoesNotContain(typed, page, StringComparison.Ordinal);
    }

    /// <summary>A wrong name and a wrong password both take the least time, in which their difference is lost (ASVS 6.3.8).</summary>
    [Theory]
    [InlineData("nobody-of-this-name@test")]
    [InlineData("lost@test")]
    public async Task Refused_TakesTheLeastTime(string name)
    {
        var stage = await premises.StageAsync();
        using var browser = new Browser(stage, proxied: false);
        var time = Stopwatch.StartNew();
        using var answer = await browser.TryAsync(name, "wrong");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(time.Elapsed >= TimeSpan.FromMilliseconds(300), time.Elapsed.ToString());
    }
}
