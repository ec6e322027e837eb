using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.Network;
using Posture.Dashboard.Live;

namespace Posture.Dashboard.Tests.Pages;

public sealed class NetworkPageTests(PostgresFixture postgres)
{
    private const string Shops = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a}]}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: cart, namespace: shop}
        spec: {template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: a}]}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: ledger, namespace: bank}
        spec: {template: {metadata: {labels: {app: ledger}}, spec: {containers: [{name: a}]}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: cart-only, namespace: shop}
        spec: {podSelector: {matchLabels: {app: cart}}, ingress: [{from: [{podSelector: {}}], ports: [{port: 8080}]}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: nothing-out, namespace: bank}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """;

    [Fact]
    public async Task Network_NoClusterChosen_AsksForOne()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<NetworkPage>("/network");

        Assert.Single(page.FindAll("[data-state=empty-first]"));
        Assert.Equal("/network?cluster=prod", page.Find("a[data-cluster=prod]").GetAttribute("href"));
    }

    [Fact]
    public async Task Network_Cluster_ListsNamespacesWithTheirIsolation()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<NetworkPage>("/network?cluster=prod");

        Assert.Empty(page.FindAll("table.network"));
        Assert.Equal("shop|2|1 of 2|0 of 2|0|0", Row(page, "tr[data-namespace=shop]"));
        Assert.Equal("bank|1|0 of 1|1 of 1|0|0", Row(page, "tr[data-namespace=bank]"));
        Assert.Equal("/network?cluster=prod&ns=shop", page.Find("tr[data-namespace=shop] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Network_Namespace_ShowsMatrixAndListWithDecidingPolicies()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<NetworkPage>("/network?cluster=prod&ns=shop&denied=1");

        Assert.Equal("partly", Cell(page, "shop/web[Deployment]", "shop/cart[Deployment]"));
        Assert.Equal("allowed", Cell(page, "shop/cart[Deployment]", "shop/web[Deployment]"));
        Assert.Equal("denied", Cell(page, "external", "shop/cart[Deployment]"));
        Assert.Equal("denied", Cell(page, "bank/", "shop/web[Deployment]"));
        Assert.Equal("shop/web Deployment|shop/cart Deployment|partly allowed|TCP 8080|shop/NetworkPolicy/cart-only",
            Row(page, "tr[data-edge='shop/web[Deployment] shop/cart[Deployment]']"));
        Assert.Equal("bank (all pods)|shop/web Deployment|denied|—|bank/NetworkPolicy/nothing-out", Row(page, "tr[data-edge='bank/ shop/web[Deployment]']"));
    }

    [Fact]
    public async Task Network_Matrix_NamesWorkloadsReadablyOnBothAxes()
    {
        await using var stage = await StageAsync();
        var page = stage.Open<NetworkPage>("/network?cluster=prod&ns=shop");

        var ends = page.FindAll("table.network thead [data-end='shop/cart[Deployment]'], table.network tbody th [data-end='shop/cart[Deployment]']");
        Assert.Equal(2, ends.Count);
        Assert.All(ends, end => Assert.Equal("shop/cart Deployment", end.TextContent));
        Assert.All(ends, end => Assert.Equal("Deployment shop/cart", end.GetAttribute("title")));
        Assert.All(ends, end => Assert.Equal("Deployment", end.QuerySelector("small")!.TextContent));
        Assert.Equal("bank (all pods)", page.Find("table.network tbody [data-end='bank/']").GetAttribute("title"));
        Assert.DoesNotContain("[Deployment]", page.Find("table.network").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_Port_NarrowsTheAnswer()
    {
        await using var stage = await StageAsync();

        Assert.Equal("allowed", Cell(stage.Open<NetworkPage>("/network?cluster=prod&ns=shop&port=8080"), "shop/web[Deployment]", "shop/cart[Deployment]"));
        Assert.Equal("denied", Cell(stage.Open<NetworkPage>("/network?cluster=prod&ns=shop&port=22"), "shop/web[Deployment]", "shop/cart[Deployment]"));
        Assert.Single(stage.Open<NetworkPage>("/network?cluster=prod&ns=shop&port=70000").FindAll("[data-rejected]"));
    }

    [Fact]
    public async Task Network_Tenant_SeesNoNameOfAnotherNamespace()
    {
        await using var stage = await StageAsync();
        await stage.BecomeTenantAsync("prod/shop");
        var page = stage.Open<NetworkPage>("/network?cluster=prod&ns=shop&ns=bank&denied=1");

        Assert.Equal("denied", Cell(page, "hidden", "shop/web[Deployment]"));
        Assert.Equal("Outside of your scope|shop/web Deployment|denied|—|and policies outside of your scope",
            Row(page, "tr[data-edge='hidden shop/web[Deployment]']"));
        Assert.Empty(page.FindAll("tr[data-namespace=bank]"));
        Assert.DoesNotContain("ledger", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing-out", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edge/shop")]
    [InlineData("")]
    public async Task Network_ClusterThatIsNotVisible_IsNotFound(string tenant)
    {
        await using var stage = await StageAsync();
        if (tenant.Length > 0)
            await stage.BecomeTenantAsync(tenant);
        var page = stage.Open<NetworkPage>(tenant.Length > 0 ? "/network?cluster=prod&ns=shop" : "/network?cluster=none");

        Assert.Empty(page.FindAll("[data-namespace], table.network"));
        Assert.DoesNotContain("shop", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_OwnerDoesNotAnswer_SaysSo()
    {
        await using var stage = await StageAsync(isAnswered: false);

        Assert.Single(stage.Open<NetworkPage>("/network?cluster=prod&ns=shop").FindAll("[data-state=offline]"));
    }

    private static string? Cell(IRenderedComponent<NetworkPage> page, string source, string destination) =>
        page.Find($"tr[data-source='{source}'] td[data-destination='{destination}'] [data-net]").GetAttribute("data-net");

    private static string Row(IRenderedComponent<NetworkPage> page, string selector) =>
        string.Join('|', page.Find(selector).Children.Select(cell => string.Join(' ', cell.TextContent.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))));

    private async Task<PageStage> StageAsync(bool isAnswered = true)
    {
        var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Shops);
        stage.Services.AddSingleton<ILiveQuestions>(new LiveOwner(isAnswered ? Shops : null));
        return stage;
    }
}
