using System.Text.Json;
using Bunit;
using Posture.Dashboard.Components.Pages.Clusters;
using Posture.Dashboard.Components.Pages.FindingDetails;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Components.Pages.Fleet;
using Posture.Dashboard.Components.Pages.Images;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>The images that run, one image, and the share that is signed.</summary>
public sealed class ImagePagesTests(PostgresFixture postgres)
{
    private const string Web = "registry.test/shop/web";

    [Fact]
    public async Task Images_NothingRuns_IsNotClean()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Single(stage.Open<ImagesPage>("/images").FindAll("[data-state=empty-first]"));
    }

    [Fact]
    public async Task Images_EachState_IsAWordWithItsReasonAndWhatToDo()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<ImagesPage>("/images");

        Assert.Equal(["invalid", "other-signer", "not-signed", "not-checked", "not-checked", "verified"], page.FindAll("tr[data-image] [data-image-state]").Select(mark => mark.GetAttribute("data-image-state")));
        Assert.All(page.FindAll("tr[data-image] [data-image-state]"), mark => Assert.True(mark.TextContent.Trim().Length > 5 && mark.QuerySelector("svg") is not null));
        Assert.Contains("because of signature.none", Row(page, 'c'), StringComparison.Ordinal);
        Assert.Contains("Sign it where it is built", Row(page, 'c'), StringComparison.Ordinal);
        Assert.Contains("No registry was asked", Row(page, 'e'), StringComparison.Ordinal);
        Assert.Contains("digest not known", page.Find("tr[data-image]:not([data-image^=sha256])").TextContent, StringComparison.Ordinal);
        Assert.Contains("me@example.test", Row(page, 'a'), StringComparison.Ordinal);
        Assert.Contains("1 of 4 images that could be checked are signed by those who have to; 2 could not be checked.", page.Find("[data-share]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_FiltersAndOrder_AreInTheAddress()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<ImagesPage>("/images");
        var facet = page.FindAll("a.facet").Single(link => link.QuerySelector("[data-image-state=not-signed]") is not null);
        Assert.Equal("/images?state=not-signed", facet.GetAttribute("href"));

        page = stage.Open<ImagesPage>("/images?state=not-signed&state=invalid&cluster=prod&registry=registry.test&sort=-repository");
        Assert.Equal(2, page.FindAll("tr[data-image]").Count);
        Assert.Equal("descending", page.Find("th[aria-sort]").GetAttribute("aria-sort"));
        Assert.Equal(4, page.FindAll(".filters a.chip").Count);
        Assert.StartsWith("2 of 6", page.Find("[data-total]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/images", stage.Open<ImagesPage>("/images?q=nothing-has-this-text").Find("[data-state=empty-filter] a.button").GetAttribute("href"));
        Assert.Single(stage.Open<ImagesPage>("/images?page=9").FindAll("[data-clamped]"));
        Assert.Contains("state=good", stage.Open<ImagesPage>("/images?state=good").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_SeesItsOwnImagesAlone()
    {
        await using var stage = await SeededAsync();
        await stage.BecomeTenantAsync("prod/bank");

        var page = stage.Open<ImagesPage>("/images");
        Assert.Equal(Digest('c'), Assert.Single(page.FindAll("tr[data-image]")).GetAttribute("data-image"));
        Assert.DoesNotContain(Web, page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a'))).FindAll("h1"));
        Assert.DoesNotContain(Web, stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a'))).Markup, StringComparison.Ordinal);
        var fleet = stage.Open<FleetPage>("/fleet");
        Assert.Equal("1", fleet.Find("[data-share=prod] [data-state-count=not-signed]").TextContent.Trim());
        Assert.Equal("0", fleet.Find("[data-share=prod] [data-state-count=verified]").TextContent.Trim());
    }

    [Fact]
    public async Task TenantWithoutNamespaces_IsToldThatItHasNone()
    {
        await using var stage = await SeededAsync();
        await stage.BecomeTenantAsync("another/none");
        Assert.Single(stage.Open<ImagesPage>("/images").FindAll("[data-state=no-access]"));
    }

    [Fact]
    public async Task Image_ShowsSignerStatementsBaseAndUses()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a')));

        Assert.Equal(Digest('a'), page.Find("[data-digest]").TextContent);
        Assert.Equal(Digest('a'), page.Find("button.copy").GetAttribute("data-copy"));
        Assert.Contains("me@example.test · https://issuer.test · 2026-11-01 10:00", page.Find("[data-signature]").TextContent, StringComparison.Ordinal);
        Assert.Contains("built by https://builder.test from git+https://code.test/shop", page.FindAll("[data-statement]")[0].TextContent.Replace(" · ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("linux/amd64", page.Find("[data-content]").TextContent, StringComparison.Ordinal);
        Assert.Contains("debian:13", page.Find("[data-content]").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-newer-base]"));
        Assert.Contains("by somebody whom no rule names", page.FindAll("[data-statement]")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("1.0.9 · sha256:newest · built 29 days later", string.Join(' ', page.Find("[data-newest]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("1 of 2 statements", page.Find("[data-vex]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/findings?cluster=prod&ns=shop&kind=Deployment&name=web", Assert.Single(page.FindAll("tr[data-use] a.unit")).GetAttribute("href"));
    }

    [Fact]
    public async Task Image_OfThePast_SaysWhenItWasSeenLast()
    {
        await using var stage = await SeededAsync();
        await stage.CommitAsync("prod", Sample.Empty);

        Assert.Single(stage.Open<ImagesPage>("/images").FindAll("[data-state=empty-first]"));
        Assert.Equal(6, stage.Open<ImagesPage>("/images?past=1").FindAll("tr[data-image]").Count);
        Assert.Single(stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a'))).FindAll("tr.gone[data-use]"));
    }

    [Fact]
    public async Task Share_LeadsToTheListThatItCounts_AndCountsTheUncheckedApart()
    {
        await using var stage = await SeededAsync();
        var fleet = stage.Open<FleetPage>("/fleet");

        Assert.Equal("25 % (1 of 4)", fleet.Find("[data-share=prod] [data-signed]").TextContent.Trim());
        var open = fleet.Find("[data-share=prod] [data-state-count=not-checked] a");
        Assert.Equal(("2", "/images?cluster=prod&state=not-checked"), (open.TextContent, open.GetAttribute("href")));
        Assert.Equal(2, stage.Open<ImagesPage>(open.GetAttribute("href")!).FindAll("tr[data-image]").Count);
        var cluster = stage.Open<ClusterPage>("/clusters/prod?tab=namespaces", ("Name", "prod"));
        Assert.Equal("none could be checked", cluster.Find("[data-share=tools] [data-signed]").TextContent.Trim());
        Assert.Equal("/images?cluster=prod&ns=bank&state=not-signed", cluster.Find("[data-share=bank] [data-state-count=not-signed] a").GetAttribute("href"));
    }

    [Fact]
    public async Task Manager_SeesNumbersAndNoWayToNames()
    {
        await using var stage = await SeededAsync();
        stage.Person.SetRoles("manager");

        var fleet = stage.Open<FleetPage>("/fleet");
        Assert.Equal("25 % (1 of 4)", fleet.Find("[data-share=prod] [data-signed]").TextContent.Trim());
        Assert.Empty(fleet.FindAll("[data-shares] a"));
    }

    [Fact]
    public async Task Finding_OfAnImage_LeadsToIt()
    {
        await using var stage = await SeededAsync();
        var finding = stage.Open<FindingsPage>("/findings?cluster=prod&ns=shop&layer=4&status=all&kind=Deployment&name=web").Find("tr[data-finding]").GetAttribute("data-finding")!;

        var links = stage.Open<FindingPage>("/findings/" + finding, ("Id", finding)).FindAll("[data-images] a");

        Assert.Equal(["/images/" + Uri.EscapeDataString(Digest('a'))], links.Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task HostileNames_AreTextAndSaySo()
    {
        const string Name = "registry.test/w\u0430b\u202e\"onmouseover=\"x";
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Sample.Bad.Replace("registry.example.com/shop/cart:1.0", JsonSerializer.Serialize(Name), StringComparison.Ordinal));

        var list = stage.Open<ImagesPage>("/images");
        var link = list.Find("tr[data-image] td a");
        Assert.Contains("\\u{202e}", link.TextContent, StringComparison.Ordinal);
        Assert.Single(link.QuerySelectorAll(".mixed-script"));
        var id = list.Find("tr[data-image]").GetAttribute("data-image")!;
        var page = stage.Open<ImagePage>("/images/" + id, ("Id", id));
        Assert.Empty(list.FindAll("[onmouseover]").Concat(page.FindAll("[onmouseover]")));
        Assert.Contains("\\u{202e}", page.Find("tr[data-use]").TextContent, StringComparison.Ordinal);
    }

    private static string Digest(char letter) => "sha256:" + new string(letter, 64);

    private static string Row(IRenderedComponent<ImagesPage> page, char digest) => page.Find($"tr[data-image='{Digest(digest)}']").TextContent;

    private static string Runs(string ns, string name, string image) => $$"""
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: {{name}}, namespace: {{ns}} }, spec: { selector: { matchLabels: { app: {{name}} } }, template: { metadata: { labels: { app: {{name}} } }, spec: { containers: [{ name: c, image: "{{image}}" }] } } } }
        """;

    private static string Knows(char digest, string state, string code, string more = "") => $$"""
        { apiVersion: posture.dev/v1, kind: ImageFacts, metadata: { name: "{{Digest(digest)}}" }, spec: { source: registry.test, checkedAt: "2026-11-20T10:00:00Z", trust: { state: {{state}}{{(code.Length > 0 ? $", code: {code}, reason: because of {code}" : "")}} }{{more}} } }
        """;

    /// <summary>One image of each state, one that nobody looked at, and one whose digest nobody knows.</summary>
    private async Task<PageStage> SeededAsync()
    {
        var stage = await PageStage.CreateAsync(postgres);
        const string Signed = """
            , created: "2026-10-01T10:00:00Z", platforms: [linux/amd64], signatures: [{ signer: me@example.test, issuer: "https://issuer.test", at: "2026-11-01T10:00:00Z" }], attestations: [{ predicateType: "https://slsa.dev/provenance/v1", builder: "https://builder.test", source: "git+https://code.test/shop" }, { predicateType: "https://slsa.dev/provenance/v1", signer: another@example.test, isOfOthers: true }],
              vex: [{ vulnerability: CVE-2026-1, status: not_affected }, { vulnerability: CVE-2026-2, status: affected }], newest: { tag: "1.0.9", digest: "sha256:newest", created: "2026-10-31T09:00:00Z" }, base: { name: "debian:13", digest: "sha256:old", current: "sha256:new" }
            """;
        await stage.CommitAsync("prod", string.Join(
            "\n---\n",
            new[] { "shop", "bank", "tools" }.Select(ns => $"{{ apiVersion: v1, kind: Namespace, metadata: {{ name: {ns} }} }}").Concat(
            [
                Runs("shop", "web", $"{Web}@{Digest('a')}"), Runs("shop", "other", $"{Web}@{Digest('b')}"), Runs("bank", "vault", $"registry.test/bank/vault@{Digest('c')}"),
                Runs("shop", "broken", $"{Web}@{Digest('d')}"), Runs("tools", "new", $"registry.test/tools/new@{Digest('e')}"), Runs("tools", "cron", "registry.test/tools/cron:1"),
                Knows('a', "verified", "", Signed), Knows('b', "otherSigner", "identity.other"), Knows('c', "notSigned", "signature.none"), Knows('d', "invalid", "signature.invalid"),
            ])));
        return stage;
    }
}
