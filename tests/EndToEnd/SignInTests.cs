namespace Posture.EndToEnd;

public sealed class SignInTests(Site site)
{
    [Theory]
    [InlineData("lead", "/fleet")]
    [InlineData("admin", "/clusters")]
    [InlineData("manager", "/compliance")]
    [InlineData("tenant", "/findings")]
    public async Task SignIn_EachRole_LandsOnItsPage(string role, string landing)
    {
        await using var visit = await site.SignInAsync(role);
        await visit.Page.WaitForURLAsync(address => new Uri(address).AbsolutePath == landing);
        await visit.ReadyAsync();
        Assert.Empty(visit.Errors);
    }
}
