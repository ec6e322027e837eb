using Bunit;
using Posture.Dashboard.Components.Pages.FindingDetails;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Tests.Pages;

public sealed class FindingPageTests(PostgresFixture postgres)
{
    private static readonly string Cart = Fingerprint.Of("prod", Sample.Privileged, new ObjectRef("apps/v1", "Deployment", "shop", "cart"));

    private static IRenderedComponent<FindingPage> Open(PageStage stage, string id) => stage.Open<FindingPage>("/findings/" + id, ("Id", id));

    [Fact]
    public async Task Finding_Failing_SaysWhatWhereWhyAndHow()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        var page = Open(stage, Cart);
        Assert.Contains("securityContext.privileged", page.Find("[data-place] code").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.Find("[data-problem]").TextContent);
        Assert.NotEmpty(page.FindAll(".diff-add"));
        Assert.Contains("kubectl", page.Markup, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-period]"));
        Assert.Contains("\"privileged\": true", page.Find("details pre").TextContent, StringComparison.Ordinal);
        Assert.Contains("→", page.Find("#gains + dl").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_Failing_OffersTheChangeOfThisObject()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad.Replace("name: cart, namespace: shop}", "name: cart, namespace: shop, labels: {argocd.argoproj.io/instance: storefront}}", StringComparison.Ordinal));
        var remedy = Open(stage, Cart).Find("[data-remedy]");
        Assert.Contains("privileged: false", remedy.QuerySelector(".diff-add")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("privileged: true", remedy.QuerySelector(".diff-remove")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            """kubectl patch deployments.apps cart -n shop --type json -p '[{"op":"test","path":"/spec/template/spec/containers/0/name","value":"cart"},{"op":"replace","path":"/spec/template/spec/containers/0/securityContext/privileged","value":false}]'""",
            remedy.QuerySelector("code")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([true, false], remedy.QuerySelectorAll("pre code").Select(command => command.TextContent.EndsWith(" --dry-run=server", StringComparison.Ordinal)));
        Assert.DoesNotContain("name: \"\"", remedy.TextContent, StringComparison.Ordinal);
        Assert.Contains("storefront", remedy.QuerySelector("[data-owner]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("cart", remedy.QuerySelector("[data-effects]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_Passing_OffersNoChange()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Better);
        Assert.Empty(Open(stage, Cart).FindAll("[data-remedy], [data-no-patch]"));
    }

    [Fact]
    public async Task Finding_WithoutAPatch_SaysWhy()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: default}
            """);
        var page = Open(stage, Fingerprint.Of("prod", "L5-NS-DEFAULT", new ObjectRef("v1", "Namespace", "", "default")));
        Assert.Empty(page.FindAll("[data-remedy]"));
        var reason = page.Find("[data-no-patch=Migration]").TextContent;
        Assert.Contains("Nothing to apply here", reason, StringComparison.Ordinal);
        Assert.Contains("several steps", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_UnknownForeignAndMalformed_AreTheSamePage()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad);
        await stage.BecomeTenantAsync("prod/other");
        var foreign = Open(stage, Cart).Markup;
        var unknown = Open(stage, new string('0', 32)).Markup;
        var malformed = Open(stage, "x").Markup;
        Assert.Equal(foreign, unknown);
        Assert.Equal(foreign, malformed);
        Assert.DoesNotContain("cart", foreign, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_ObjectDeleted_SaysResolvedByDeletion()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddHours(-2));
        await stage.CommitAsync("prod", Sample.Empty, PageStage.Now.AddHours(-1));
        Assert.Single(Open(stage, Cart).FindAll("[data-notice=deleted]"));
    }

    [Fact]
    public async Task Finding_FixedWhileOpen_TurnsToPassWithHistory()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad, PageStage.Now.AddHours(-2));
        var page = Open(stage, Cart);
        await stage.CommitAsync("prod", Sample.Better, PageStage.Now.AddHours(-1));
        stage.Signals.Publish(null);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-notice=pass]")), TimeSpan.FromSeconds(20));
        Assert.Equal(2, page.FindAll("[data-period]").Count);
    }

    [Fact]
    public async Task Finding_SystemObject_SaysShownNotScored()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad.Replace("shop", "kube-system", StringComparison.Ordinal));
        var id = Fingerprint.Of("prod", Sample.Privileged, new ObjectRef("apps/v1", "Deployment", "kube-system", "cart"));
        var page = Open(stage, id);
        Assert.Single(page.FindAll("[data-notice=exempt]"));
        Assert.Single(page.FindAll("[data-notice=system]"));
    }

    [Fact]
    public async Task Finding_Disposed_LeavesNoSubscription()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Open(stage, Cart);
        Assert.Equal(PageStage.OwnSubscriptions + 1, stage.Signals.Count);
        await stage.DisposeComponentsAsync();
        Assert.Equal(PageStage.OwnSubscriptions, stage.Signals.Count);
    }
}
