using System.Text.Json;
using Bunit;
using Posture.Analysis.Policy;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Components.Pages.Images;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>The registries that images come from, where one image comes from, and the tags that moved.</summary>
public sealed class RegistriesPageTests(PostgresFixture postgres)
{
    private const string Web = "registry.test/shop/web";

    private static readonly PosturePolicy Policy = PosturePolicy.Default with { OwnRegistries = ["registry.test"], Mirrors = [new("docker.io", "registry.test/hub")] };

    [Fact]
    public async Task Registries_NothingRuns_IsNotClean()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Single(stage.Open<RegistriesPage>("/images/registries").FindAll("[data-state=empty-first]"));
    }

    [Fact]
    public async Task Registry_IsARow_WithWhatIsKnownAndWhatIsNot()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<RegistriesPage>("/images/registries");

        Assert.Equal(["registry.test", "other.test", "docker.io", "k8s.gcr.io"], page.FindAll("tr[data-registry]").Select(row => row.GetAttribute("data-registry")));
        Assert.Equal(["own", "unknown", "public", "unknown"], page.FindAll("tr[data-registry] [data-class]").Select(mark => mark.GetAttribute("data-class")));
        Assert.Equal("4 images", Cell(page, "registry.test", "data-images"));
        Assert.Equal("1 of 2 verified 2 could not be checked", Cell(page, "registry.test", "data-signed"));
        Assert.Equal("none could be checked 1 could not be checked", Cell(page, "docker.io", "data-signed"));
        Assert.Equal("HTTPS, with an authority of the settings", Cell(page, "registry.test", "data-transport"));
        Assert.Equal("not asked", Cell(page, "docker.io", "data-transport"));
        Assert.Equal("1 repository does · an own registry, open to anybody: close it, or call it public 1 repository does not 1 repository not asked", Cell(page, "registry.test", "data-anonymous"));
        Assert.Equal("1 repository not asked", Cell(page, "docker.io", "data-anonymous"));
        Assert.Equal("1 tag moved", Cell(page, "registry.test", "data-moved"));
        Assert.Equal("1 tag moved, or names several platforms", Cell(page, "other.test", "data-moved"));
        Assert.Equal("none seen", Cell(page, "docker.io", "data-moved"));
        Assert.Equal("k8s.gcr.io since 2023-04-03 → registry.k8s.io/pause", Cell(page, "k8s.gcr.io", "data-retired"));
        Assert.Equal("not known to be", Cell(page, "docker.io", "data-retired"));
        Assert.Equal("registry.test/hub/library/nginx", Cell(page, "docker.io", "data-mirror"));
        Assert.Equal("none", Cell(page, "other.test", "data-mirror"));
    }

    [Fact]
    public async Task Registries_LeadToTheirRepositories_AndToTheImagesThatTheyCount()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<RegistriesPage>("/images/registries?cluster=prod&class=own");
        Assert.Equal(["registry.test"], page.FindAll("tr[data-registry]").Select(row => row.GetAttribute("data-registry")));
        var images = page.Find("[data-images]").GetAttribute("href")!;
        Assert.Equal("/images?cluster=prod&registry=registry.test&class=own", images);
        Assert.Equal(4, stage.Open<ImagesPage>(images).FindAll("tr[data-image]").Count);

        page = stage.Open<RegistriesPage>(page.Find("tr[data-registry] a").GetAttribute("href")!);
        Assert.Equal("/images/registries?cluster=prod&registry=registry.test&class=own", stage.Address);
        Assert.Equal(["registry.test/shop/web", "registry.test/bank/vault", "registry.test/tools/new"], page.FindAll("tr[data-registry]").Select(row => row.GetAttribute("data-registry")));
        Assert.Equal("1 repository does not", Cell(page, "registry.test/bank/vault", "data-anonymous"));
        images = page.Find("[data-images]").GetAttribute("href")!;
        Assert.Equal("/images?cluster=prod&registry=registry.test&repository=registry.test%2Fshop%2Fweb&class=own", images);
        Assert.Equal(2, stage.Open<ImagesPage>(images).FindAll("tr[data-image]").Count);
    }

    [Fact]
    public async Task Filters_AreInTheAddress_AndSayWhenTheyHideEverything()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<RegistriesPage>("/images/registries?ns=bank&q=vault&class=gold");

        Assert.Equal(["registry.test"], page.FindAll("tr[data-registry]").Select(row => row.GetAttribute("data-registry")));
        Assert.StartsWith("1 of 4", page.Find("[data-total]").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(".filters a.chip").Count);
        Assert.Contains("class=gold", page.Markup, StringComparison.Ordinal);
        Assert.Equal("/images/registries?ns=bank&class=own&q=vault", page.Find("[data-class-facet=own]").GetAttribute("href"));
        Assert.Equal("/images/registries", stage.Open<RegistriesPage>("/images/registries?q=nothing-has-this-text").Find("[data-state=empty-filter] a.button").GetAttribute("href"));
        Assert.Single(stage.Open<RegistriesPage>("/images/registries?page=9").FindAll("[data-clamped]"));
        Assert.Equal("page", stage.Open<RegistriesPage>("/images/registries").Find("nav.tabs a[href='/images/registries']").GetAttribute("aria-current"));
        Assert.Equal("page", stage.Open<ImagesPage>("/images").Find("nav.tabs a[href='/images']").GetAttribute("aria-current"));
        Assert.Equal(7, stage.Open<ImagesPage>("/images?class=own&class=unknown").FindAll("tr[data-image]:has([data-class=own], [data-class=unknown])").Count);
    }

    [Theory]
    [InlineData("/images/registries?page=2", "/images/registries?q=web")]
    [InlineData("/images?page=2", "/images?q=web")]
    public async Task TypedText_WaitsThenReplacesTheAddress(string from, string to)
    {
        await using var stage = await SeededAsync();
        var box = from.Contains("registries", StringComparison.Ordinal) ? stage.Open<RegistriesPage>(from).Find("input[type=search]") : stage.Open<ImagesPage>(from).Find("input[type=search]");
        var (first, second) = (box.InputAsync("w"), box.InputAsync(" web "));
        Assert.Equal(from, stage.Address);
        while (!(first.IsCompleted && second.IsCompleted))
        {
            stage.Time.Advance(FilterBox.Pause);
            await Task.Yield();
        }
        Assert.Equal(to, stage.Address);
    }

    [Fact]
    public async Task Tenant_SeesWhatConcernsItsOwnNamespaces()
    {
        await using var stage = await SeededAsync();
        await stage.BecomeTenantAsync("prod/bank");
        var page = stage.Open<RegistriesPage>("/images/registries");

        Assert.Equal(["registry.test"], page.FindAll("tr[data-registry]").Select(row => row.GetAttribute("data-registry")));
        Assert.Equal("1 repository does not", Cell(page, "registry.test", "data-anonymous"));
        Assert.Empty(page.FindAll("[data-move]"));
        Assert.DoesNotContain("shop", page.Markup, StringComparison.Ordinal);
        await stage.BecomeTenantAsync("another/none");
        page = stage.Open<RegistriesPage>("/images/registries");
        Assert.Single(page.FindAll("[data-state=no-access]"));
        Assert.Empty(page.FindAll("[data-moves]"));
    }

    [Fact]
    public async Task MovedTags_AreTold_WithWhenAndWhere()
    {
        await using var stage = await SeededAsync();
        var moves = stage.Open<RegistriesPage>("/images/registries").FindAll("[data-move]");

        Assert.Equal(["other.test/app:1", $"{Web}:1"], moves.Select(move => move.GetAttribute("data-move")).Order(StringComparer.Ordinal));
        var moved = moves.Single(move => move.GetAttribute("data-move") == $"{Web}:1");
        Assert.Equal("yes", moved.QuerySelector("[data-certain]")!.GetAttribute("data-certain"));
        Assert.Equal([Digest('b'), Digest('a')], moved.QuerySelectorAll("[data-digest]").Select(digest => digest.GetAttribute("data-digest")).OrderDescending());
        Assert.Contains("seen from 2026-11-20 12:00", Words(moved.TextContent), StringComparison.Ordinal);
        Assert.Contains("prod", moved.TextContent, StringComparison.Ordinal);
        Assert.Equal("no", moves.Single(move => move != moved).QuerySelector("[data-certain]")!.GetAttribute("data-certain"));
    }

    [Fact]
    public async Task Image_TellsWhereItComesFrom()
    {
        await using var stage = await SeededAsync();
        var card = stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a'))).Find("[data-registry-card]");

        Assert.Equal(["own"], card.QuerySelectorAll("[data-class]").Select(mark => mark.GetAttribute("data-class")));
        Assert.Equal("yes, without credentials · an own registry, open to anybody: close it, or call it public", Words(card.QuerySelector("[data-anonymous]")!.TextContent));
        Assert.Equal("HTTPS, with an authority of the settings", Words(card.QuerySelector("[data-transport]")!.TextContent));
        Assert.Equal([$"{Web}:1"], card.QuerySelectorAll("[data-move]").Select(move => move.GetAttribute("data-move")));
        // What was asked at one repository says nothing of another that the same image is used from.
        card = stage.Open<ImagePage>("/images/" + Digest('n'), ("Id", Digest('n'))).Find("[data-registry-card]");
        Assert.Equal("not asked", Words(card.QuerySelector("[data-anonymous]")!.TextContent));
        Assert.Equal("registry.test/hub/library/nginx", Words(card.QuerySelector("[data-mirror]")!.TextContent));
        Assert.Empty(card.QuerySelectorAll("[data-move]"));
    }

    [Fact]
    public async Task HostileNames_AreTextAndSaySo()
    {
        const string Name = "registry.test/w\u0430b\u202e\"onmouseover=\"x";
        await using var stage = await PageStage.CreateAsync(postgres, Policy);
        await stage.CommitAsync("prod", Sample.Bad.Replace("registry.example.com/shop/cart:1.0", JsonSerializer.Serialize(Name), StringComparison.Ordinal));
        var page = stage.Open<RegistriesPage>("/images/registries?registry=registry.test");

        Assert.Contains("\\u{202e}", page.Find("tr[data-registry]").TextContent, StringComparison.Ordinal);
        Assert.Single(page.Find("tr[data-registry]").QuerySelectorAll(".mixed-script"));
        Assert.Empty(page.FindAll("[onmouseover]"));
    }

    private static string Digest(char letter) => "sha256:" + new string((char)(letter > 'f' ? '0' + letter % 10 : letter), 64);

    private static string Cell(IRenderedComponent<RegistriesPage> page, string name, string cell) =>
        Words(string.Join(' ', page.Find($"tr[data-registry='{name}'] [{cell}]").ChildNodes.Select(node => node.TextContent)));

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Runs(string ns, string name, string image, char? digest = null) => $$"""
        { apiVersion: v1, kind: Pod, metadata: { name: {{name}}, namespace: {{ns}} }, spec: { containers: [{ name: c, image: "{{image}}" }] }{{(digest is { } letter ? $", status: {{ phase: Running, containerStatuses: [{{ name: c, imageID: \"{image.Split(':')[0]}@{Digest(letter)}\" }}] }}" : "")}} }
        """;

    private static string Knows(char digest, string state, string repository, bool anonymous) => $$"""
        { apiVersion: posture.dev/v1, kind: ImageFacts, metadata: { name: "{{Digest(digest)}}" }, spec: { source: registry.test, checkedAt: "2026-11-20T10:00:00Z", trust: { state: {{state}} }, platforms: [linux/amd64], manifests: [], registry: { repository: "{{repository}}", transport: https-own, anonymousPull: {{(anonymous ? "true" : "false")}} } } }
        """;

    /// <summary>An own registry with an open, a closed and an unknown repository, and a tag that moved; Docker Hub with a mirror; a retired one; and one that the policy does not name.</summary>
    private async Task<PageStage> SeededAsync()
    {
        var stage = await PageStage.CreateAsync(postgres, Policy);
        await stage.CommitAsync("prod", string.Join(
            "\n---\n",
            new[] { "shop", "bank", "tools" }.Select(ns => $"{{ apiVersion: v1, kind: Namespace, metadata: {{ name: {ns} }} }}").Concat(
            [
                Runs("shop", "web", $"{Web}:1", 'a'), Runs("shop", "old", $"{Web}:1", 'b'), Runs("bank", "vault", "registry.test/bank/vault:1", 'c'), Runs("tools", "new", "registry.test/tools/new:1"),
                Runs("shop", "proxy", "nginx:1.29", 'n'), Runs("shop", "pause", "k8s.gcr.io/pause:3.9"), Runs("tools", "one", "other.test/app:1", 'd'), Runs("tools", "two", "other.test/app:1", 'e'),
                Knows('a', "verified", Web, true), Knows('b', "notChecked", Web, true), Knows('c', "notSigned", "registry.test/bank/vault", false),
                Knows('n', "notChecked", "mirror.test/library/nginx", true),
            ])));
        return stage;
    }
}
