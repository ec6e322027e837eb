using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.Activity;
using Posture.Dashboard.Live;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Operators see which trusted root is in use, how old it is, and what to do when it cannot be renewed.</summary>
public sealed class ActivityTrustTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Root_ThatIsRenewed_IsSaidWithItsTimes()
    {
        await using var stage = await PageStage.CreateWithAccountsAsync(postgres);
        var card = Open(stage, new("tuf", PageStage.Now.AddDays(-30), PageStage.Now.AddHours(-2), false, null, null));
        Assert.Contains("Posture:Sigstore:TufMirror", card.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, card.QuerySelectorAll("dd time").Length);
        Assert.Empty(card.QuerySelectorAll("[data-code]"));
    }

    [Theory]
    [InlineData("tuf.timeout", "Check the address")]
    [InlineData("net.address_not_allowed", "Check the address")]
    [InlineData("tuf.folder_unusable", "Posture:Data")]
    [InlineData("trust_root.malformed", "Put the file right")]
    [InlineData("tuf.rollback", "not vouched for")]
    public async Task Failure_IsSaidWithItsCode_AndWhatToDo(string code, string advice)
    {
        await using var stage = await PageStage.CreateWithAccountsAsync(postgres);
        var failure = Open(stage, new("file", PageStage.Now.AddDays(-3), null, false, code, PageStage.Now.AddHours(-5))).QuerySelector($"[data-code='{code}']");
        Assert.Contains(code, failure!.TextContent, StringComparison.Ordinal);
        Assert.Contains(advice, failure.TextContent, StringComparison.Ordinal);
        Assert.Single(failure.QuerySelectorAll("time"));
    }

    [Fact]
    public async Task Root_ThatIsOldOrNotThere_IsSaidSo()
    {
        await using var stage = await PageStage.CreateWithAccountsAsync(postgres);
        Assert.NotNull(Open(stage, new("public", PageStage.Now.AddDays(-200), null, true, null, null)).QuerySelector("[data-code='trust_root.old']"));
        await using var other = await PageStage.CreateWithAccountsAsync(postgres);
        Assert.Contains("There is none yet", Open(other, new("tuf", null, null, false, "tuf.unreachable", PageStage.Now)).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_IsToldNothingOfIt()
    {
        await using var stage = await PageStage.CreateWithAccountsAsync(postgres);
        await stage.BecomeTenantAsync("prod/shop");
        Assert.Empty(stage.Open<ActivityPage>("/activity").FindAll("[data-trust]"));
    }

    private static AngleSharp.Dom.IElement Open(PageStage stage, TrustedRootState state)
    {
        stage.Services.AddSingleton<ITrustedRootState>(new KnownRoot(state));
        return stage.Open<ActivityPage>("/activity").Find($"[data-trust={state.Source}]");
    }
}
