using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Components.Pages.FindingDetails;
using Posture.Dashboard.Live;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Tests.Pages;

public sealed class RemedyEffectsTests(PostgresFixture postgres)
{
    private const string Objects = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: bank}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec: {template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: bot, containers: [{name: a}]}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: ledger, namespace: bank}
        spec: {template: {metadata: {labels: {app: ledger}}, spec: {containers: [{name: a}]}}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: reader}
        rules: [{apiGroups: [''], resources: [secrets], verbs: [get, list]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: readers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
        subjects: [{kind: ServiceAccount, namespace: shop, name: bot}]
        """;

    private static readonly string Secrets = Fingerprint.Of("prod", "L6-RBAC-SECRETS-READ", new ObjectRef("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "readers"));

    private static readonly string Denied = Fingerprint.Of("prod", "L7-NETPOL-DEFAULT-DENY-INGRESS", new ObjectRef("v1", "Namespace", "", "shop"));

    [Fact]
    public async Task Effects_OfRights_NameHoldersWorkloadsAndWhatCannotBeKnown()
    {
        await using var stage = await StageAsync(Objects);

        var effects = Open(stage, Secrets).Find("[data-live-effects]");

        Assert.Contains("ServiceAccount shop/bot", effects.QuerySelector("[data-holders] li")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith(" ", effects.QuerySelector("[data-lost]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("get, list secrets", effects.QuerySelector("[data-lost]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("shop/Deployment/web", effects.QuerySelector("[data-workloads]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("audit log", effects.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Effects_OfAPolicy_ListConnectionsThatClose()
    {
        await using var stage = await StageAsync(Objects);

        var row = Open(stage, Denied).Find("tr[data-connection='bank/ shop/web[Deployment]']");

        Assert.Equal(["bank (all pods)", "shop/web Deployment", "allowed", "denied"], row.Children.Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public async Task Effects_ForATenant_NameNoOtherNamespace()
    {
        await using var stage = await StageAsync(Objects);
        await stage.BecomeTenantAsync("prod/shop");

        var page = Open(stage, Denied);

        Assert.Single(page.FindAll("tr[data-connection='hidden shop/web[Deployment]']"));
        Assert.DoesNotContain("ledger", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("bank", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Effects_OwnerDoesNotAnswer_SaysSoAndAsksAgain()
    {
        await using var stage = await StageAsync(null);

        var page = Open(stage, Secrets);

        Assert.Single(page.FindAll("[data-no-answer]"));
        page.Find("[data-live-effects] button").Click();
        Assert.Single(page.FindAll("[data-no-answer]"));
        Assert.Empty(page.FindAll("[data-holders]"));
    }

    private static IRenderedComponent<FindingPage> Open(PageStage stage, string id) => stage.Open<FindingPage>("/findings/" + id, ("Id", id));

    private async Task<PageStage> StageAsync(string? held)
    {
        var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Objects);
        stage.Services.AddSingleton<ILiveQuestions>(new LiveOwner(held));
        return stage;
    }
}
