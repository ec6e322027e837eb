using Bunit;
using Posture.Dashboard.Components.Pages.Images;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>Which images have a library with a fix, which were rebuilt, and where the former ones still run.</summary>
public sealed class LibrariesPageTests(PostgresFixture postgres)
{
    private const string Web = "registry.test/shop/web";

    [Fact]
    public async Task NothingRuns_NothingScanned_AndNothingFound_AreSaidApart()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Single(stage.Open<LibrariesPage>("/images/libraries").FindAll("[data-state=empty-first]"));

        await stage.CommitAsync("prod", Runs("shop", "web", $"{Web}@{Digest('a')}"));
        var page = stage.Open<LibrariesPage>("/images/libraries");
        Assert.Contains("was scanned", page.Find("[data-state=not-assessed]").TextContent, StringComparison.Ordinal);
        Assert.Contains("at 0 of 1 images", page.Find("[data-looked]").TextContent, StringComparison.Ordinal);
        Assert.Single(stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a'))).FindAll("[data-libraries] [data-unknown]"));

        await stage.CommitAsync("prod", Runs("shop", "web", $"{Web}@{Digest('a')}") + Scanned('a'));
        Assert.Contains("known fix", stage.Open<LibrariesPage>("/images/libraries").Find("[data-state=not-assessed]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Library_ShowsWhatIsToBeDone_AndWhere()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<LibrariesPage>("/images/libraries");

        var library = page.Find("[data-library='deb:ssl']");
        Assert.Contains("High", library.TextContent, StringComparison.Ordinal);
        Assert.Equal(["rebuilt 1", "unknown 1"], library.QuerySelectorAll("[data-count]").Select(count => $"{count.GetAttribute("data-count")} {count.TextContent}"));
        var rows = library.QuerySelectorAll("tr[data-image]");
        Assert.Equal([Digest('a'), Digest('c')], rows.Select(row => row.GetAttribute("data-image")));
        Assert.Contains("Rebuilt, not rolled out", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(Digest('b'), rows[0].QuerySelector("[data-rebuilt]")!.GetAttribute("data-rebuilt"));
        Assert.Contains("as 2 ·", Words(rows[0].TextContent), StringComparison.Ordinal);
        Assert.Contains("1.0 → 1.1 · CVE-1", Words(rows[0].TextContent), StringComparison.Ordinal);
        Assert.Contains("other, prod", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("/findings?cluster=prod&ns=shop&kind=Deployment&name=web", rows[0].QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Contains("Not known", rows[1].TextContent, StringComparison.Ordinal);
        var excluded = page.Find("[data-library='deb:xml']");
        Assert.Contains("Said not to matter", excluded.TextContent, StringComparison.Ordinal);
        Assert.Contains("CVE-5: not_affected (code_not_reachable), ci", Words(excluded.QuerySelector("[data-excluded]")!.TextContent), StringComparison.Ordinal);
        Assert.All(page.FindAll("[data-rebuild-state]"), mark => Assert.True(mark.TextContent.Trim().Length > 3 && mark.QuerySelector("svg") is not null));
        Assert.Contains("/images/libraries", stage.Open<ImagesPage>("/images").FindAll("nav.tabs a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Filters_AreInTheAddress()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<LibrariesPage>("/images/libraries");
        Assert.Equal(["/images/libraries?sev=critical", "/images/libraries?sev=high", "/images/libraries?sev=medium", "/images/libraries?sev=low"], page.FindAll("a.facet").Select(link => link.GetAttribute("href")));

        page = stage.Open<LibrariesPage>("/images/libraries?cluster=other&sev=high&q=CVE-1");
        Assert.Equal([Digest('a')], page.FindAll("tr[data-image]").Select(row => row.GetAttribute("data-image")));
        Assert.Equal(2, page.FindAll(".filters a.chip").Count);
        Assert.Equal("true", page.Find("a.facet[href='/images/libraries?cluster=other&q=CVE-1']").GetAttribute("aria-current"));
        Assert.Equal("/images/libraries", stage.Open<LibrariesPage>("/images/libraries?q=nothing-has-this").Find("[data-state=empty-filter] a.button").GetAttribute("href"));
    }

    [Fact]
    public async Task Libraries_ArePaged()
    {
        await using var stage = await SeededAsync();

        var first = stage.Open<LibrariesPage>("/images/libraries?size=1");
        Assert.Equal(["deb:ssl"], first.FindAll("[data-library]").Select(card => card.GetAttribute("data-library")));
        Assert.EndsWith("/images/libraries?size=1&page=2", first.Find("nav.pager a[rel=next]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("/images/libraries?sev=critical&size=1", stage.Open<LibrariesPage>("/images/libraries?size=1&page=2").Find("a.facet").GetAttribute("href"));
        var beyond = stage.Open<LibrariesPage>("/images/libraries?size=1&page=9");
        Assert.Equal(["deb:xml"], beyond.FindAll("[data-library]").Select(card => card.GetAttribute("data-library")));
        Assert.Contains("2", beyond.Find("[data-clamped]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_SeesWhatConcernsItsNamespaces()
    {
        await using var stage = await SeededAsync();
        await stage.BecomeTenantAsync("prod/bank");

        var page = stage.Open<LibrariesPage>("/images/libraries");
        Assert.Equal([Digest('c')], page.FindAll("tr[data-image]").Select(row => row.GetAttribute("data-image")));
        Assert.DoesNotContain(Web, page.Markup, StringComparison.Ordinal);
        await stage.BecomeTenantAsync("another/none");
        Assert.Single(stage.Open<LibrariesPage>("/images/libraries").FindAll("[data-state=no-access]"));
    }

    [Fact]
    public async Task Image_ShowsItsLibraries_AndLeadsToThem()
    {
        await using var stage = await SeededAsync();
        var card = stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a'))).Find("[data-libraries]");

        Assert.Contains("1.0 → 1.1 · CVE-1", Words(card.QuerySelector("[data-library='deb:ssl']")!.TextContent), StringComparison.Ordinal);
        Assert.Equal("/images/libraries?q=" + Uri.EscapeDataString(Digest('a')), card.QuerySelectorAll("a").Last().GetAttribute("href"));
        Assert.Null(card.QuerySelector("[data-partial]"));
        Assert.Contains("No library", stage.Open<ImagePage>("/images/" + Digest('b'), ("Id", Digest('b'))).Find("[data-libraries]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(stage.Open<ImagePage>("/images/" + Digest('d'), ("Id", Digest('d'))).Find("[data-libraries] [data-partial]"));
    }

    [Fact]
    public async Task HostileNames_AreText()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Runs("shop", "web", $"{Web}@{Digest('a')}")
            + Scanned('a', """{ vulnerabilityID: "<script>", severity: HIGH, resource: "\u202e\"onmouseover=\"x", installedVersion: "\"><img src=x>", fixedVersion: "<script>", packageType: "<img>" }"""));

        var (list, image) = (stage.Open<LibrariesPage>("/images/libraries"), stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a'))));
        Assert.Empty(list.FindAll("script, img, [onmouseover]").Concat(image.FindAll("script, img, [onmouseover]")));
        Assert.Contains("u{202e}", list.Find("[data-library] h2").TextContent, StringComparison.Ordinal);
        Assert.Contains("u{202e}", image.Find("[data-libraries] li").TextContent, StringComparison.Ordinal);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Digest(char letter) => "sha256:" + new string(letter, 64);

    private static string Runs(string ns, string name, string image) => $$"""

        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: {{name}}, namespace: {{ns}} }, spec: { selector: { matchLabels: { app: {{name}} } }, template: { metadata: { labels: { app: {{name}} } }, spec: { containers: [{ name: c, image: "{{image}}" }] } } } }
        """;

    private static string Found(string id, string package) => $"{{ vulnerabilityID: {id}, severity: HIGH, resource: {package}, installedVersion: '1.0', fixedVersion: '1.1', packageType: debian }}";

    private static string Scanned(char digest, params string[] found) => $$"""

        ---
        { apiVersion: aquasecurity.github.io/v1alpha1, kind: ClusterVulnerabilityReport, metadata: { name: "{{digest}}" },
          report: { updateTimestamp: "2026-11-20T10:00:00Z", artifact: { digest: "{{Digest(digest)}}" }, vulnerabilities: [{{string.Join(", ", found)}}] } }
        """;

    private static string Facts(char digest, string spec) => $$"""

        ---
        { apiVersion: posture.dev/v1, kind: ImageFacts, metadata: { name: "{{Digest(digest)}}" }, spec: { source: registry.test, checkedAt: "2026-11-20T10:00:00Z", {{spec}} } }
        """;

    /// <summary>shop/web (a) was rebuilt as b and still runs in two clusters, bank/vault (c) nobody knows of, shop/probe (d) has what does not matter and what is not placed.</summary>
    private async Task<PageStage> SeededAsync()
    {
        var stage = await PageStage.CreateAsync(postgres);
        var former = Scanned('a', Found("CVE-1", "ssl")) + Facts('a', "created: \"2026-10-01T00:00:00Z\"");
        await stage.CommitAsync("prod", string.Join("\n---\n", new[] { "shop", "bank" }.Select(name => $"{{ apiVersion: v1, kind: Namespace, metadata: {{ name: {name} }} }}"))
            + Runs("shop", "web", $"{Web}:1@{Digest('a')}") + former + Runs("shop", "next", $"{Web}:2@{Digest('b')}") + Scanned('b') + Facts('b', "created: \"2026-10-02T00:00:00Z\"")
            + Runs("bank", "vault", $"registry.test/bank/vault@{Digest('c')}") + Scanned('c', Found("CVE-1", "ssl"))
            + Runs("shop", "probe", $"registry.test/shop/probe@{Digest('d')}") + Scanned('d', Found("CVE-5", "xml"), "{ vulnerabilityID: CVE-6, severity: LOW }")
            + Facts('d', "vex: [{ vulnerability: CVE-5, status: not_affected, justification: code_not_reachable, by: ci, part: 'pkg:deb/debian/xml@1.0' }]"));
        await stage.CommitAsync("other", "{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }" + Runs("shop", "web", $"{Web}:1@{Digest('a')}") + former);
        return stage;
    }
}
