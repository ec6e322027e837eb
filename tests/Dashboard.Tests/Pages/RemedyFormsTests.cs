using System.Text.Json.Nodes;
using Bunit;
using Posture.Analysis.Remediation;
using Posture.Dashboard.Components.Pages.FindingDetails;
using Posture.Dashboard.Components.Pages.Parts;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>The same change for those who build with Kustomize or Helm.</summary>
public sealed class RemedyFormsTests(PostgresFixture postgres)
{
    private static readonly string Cart = Fingerprint.Of("prod", Sample.Privileged, new ObjectRef("apps/v1", "Deployment", "shop", "cart"));

    private static async Task<IRenderedComponent<FindingPage>> OpenAsync(PageStage stage, string metadata = "")
    {
        const string Name = "name: cart, namespace: shop";
        await stage.CommitAsync("prod", Sample.Bad.Replace($"{Name}}}", $"{Name}{metadata}}}", StringComparison.Ordinal));
        return stage.Open<FindingPage>("/findings/" + Cart, ("Id", Cart));
    }

    [Fact]
    public async Task Kustomize_Chosen_ShowsAPatchThatMakesTheChange()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = await OpenAsync(stage);
        await page.Find("[data-form=Kustomize]").ClickAsync();
        Assert.Equal("true", page.Find("[data-form=Kustomize]").GetAttribute("aria-pressed"));
        var file = Manifests.Json(page.Find("[data-remedy] pre code").TextContent);
        Assert.Equal("Kustomization", file["kind"]!.ToString());
        var patch = Assert.Single(file["patches"]!.AsArray())!;
        Assert.Equal("""{"group":"apps","version":"v1","kind":"Deployment","name":"cart"}""", patch["target"]!.ToJsonString());
        var before = JsonNode.Parse("""{"spec":{"template":{"spec":{"containers":[{"name":"cart","securityContext":{"privileged":true}}]}}}}""")!.AsObject();
        Assert.Equal(
            """{"name":"cart","securityContext":{"privileged":false}}""",
            PatchedJson.Apply(before, Manifests.Json(patch["patch"]!.GetValue<string>()).AsArray())
                ["spec"]!["template"]!["spec"]!["containers"]![0]!.ToJsonString());
        Assert.DoesNotContain("kubectl patch", page.Find("[data-remedy]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("[data-remedy] button[data-copy-from]"));
    }

    [Fact]
    public async Task Helm_ObjectOfNoRelease_IsNotOffered()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = await OpenAsync(stage);
        Assert.Equal(["Kubectl", "Kustomize"], page.FindAll("[data-form]").Select(tab => tab.GetAttribute("data-form")));
    }

    [Fact]
    public async Task Helm_ObjectOfARelease_NamesReleaseAndChartAndPostRenderer()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = await OpenAsync(
            stage, ", labels: {helm.sh/chart: cart-1.2.3}, annotations: {meta.helm.sh/release-name: store, meta.helm.sh/release-namespace: shop}");
        await page.Find("[data-form=Helm]").ClickAsync();
        var codes = page.FindAll("[data-remedy] pre code").Select(code => code.TextContent).ToList();
        Assert.Contains("cart-1.2.3", page.Find("[data-release]").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("helm get manifest store -n shop\n", codes[0], StringComparison.Ordinal);
        Assert.Equal("all.yaml", Manifests.Json(codes[1])["resources"]![0]!.ToString());
        Assert.Equal("helm upgrade store CHART -n shop --reuse-values --post-renderer ./kustomize.sh", codes[3]);
    }

    [Fact]
    public async Task Helm_ReleaseOfFlux_ShowsThePostRendererOfTheHelmRelease()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        var page = await OpenAsync(stage, """, labels: {helm.toolkit.fluxcd.io/name: store, helm.toolkit.fluxcd.io/namespace: flux-system}""");
        await page.Find("[data-form=Helm]").ClickAsync();
        var release = Manifests.Json(page.FindAll("[data-remedy] pre code")[1].TextContent);
        Assert.Equal("flux-system", release["metadata"]!["namespace"]!.ToString());
        var patch = release["spec"]!["postRenderers"]![0]!["kustomize"]!["patches"]![0]!;
        Assert.Equal("cart", patch["target"]!["name"]!.ToString());
        Assert.Contains("op: add", patch["patch"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Kustomization_NewObjectAndDeletion_ListsTheFileAndDeletes()
    {
        var added = JsonNode.Parse("""{"kind":"NetworkPolicy","metadata":{"name":"deny all/../x"}}""")!.AsObject();
        var remedy = new Remedy([], [added], DeletesSubject: true, [], 0);
        var file = Manifests.Json(KustomizeYaml.File(KustomizePatch.Of(remedy, new("v1", "Pod", "shop", "bare.pod")), [KustomizeYaml.FileName(added)]));
        Assert.Equal("networkpolicy-deny-all-..-x.yaml", file["resources"]![0]!.ToString());
        Assert.Equal("""{"version":"v1","kind":"Pod","name":"bare\\.pod"}""", file["patches"]![0]!["target"]!.ToJsonString());
        Assert.Equal("delete", Manifests.Json(file["patches"]![0]!["patch"]!.ToString())["$patch"]!.ToString());
    }
}
