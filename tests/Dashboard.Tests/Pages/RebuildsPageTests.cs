using Bunit;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Components.Pages.Images;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>What images are built on, which were rebuilt, and where the former ones still run.</summary>
public sealed class RebuildsPageTests(PostgresFixture postgres)
{
    private const string Web = "registry.test/shop/web", Core = "registry.test/core/debian";

    [Fact]
    public async Task NothingRuns_AndNothingKnown_AreSaidApart()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        Assert.Single(stage.Open<RebuildsPage>("/images/rebuilds").FindAll("[data-state=empty-first]"));

        await stage.CommitAsync("prod", Runs("shop", "web", $"{Web}@{Digest('a')}"));
        var page = stage.Open<RebuildsPage>("/images/rebuilds");
        Assert.Contains("no registry may be asked", page.Find("[data-state=not-assessed]").TextContent, StringComparison.Ordinal);
        Assert.Contains("in 0 of 1 images", page.Find("[data-looked]").TextContent, StringComparison.Ordinal);

        await stage.CommitAsync("prod", Runs("shop", "web", $"{Web}@{Digest('a')}") + Stands('a', ""));
        Assert.Contains("baseImages", stage.Open<RebuildsPage>("/images/rebuilds").Find("[data-state=not-assessed]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ShowsWhatIsCurrent_WhatIsBehind_AndWhereItRuns()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<RebuildsPage>("/images/rebuilds");

        var line = page.Find($"[data-line='{Core}:12']");
        Assert.Contains("operations", line.TextContent, StringComparison.Ordinal);
        Assert.Contains("12", line.QuerySelector("[data-current]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["1", "1", "1"], line.QuerySelectorAll("[data-count]").Select(count => count.TextContent));
        Assert.Equal(["rebuilt", "outdated", "current"], line.QuerySelectorAll("[data-count]").Select(count => count.GetAttribute("data-count")));
        Assert.Equal([Digest('9'), Digest('8')], line.QuerySelectorAll("tr[data-version]").Select(row => row.GetAttribute("data-version")));
        Assert.Equal(["/images/rebuilds?cluster=other", "/images/rebuilds?cluster=prod"], line.QuerySelectorAll($"tr[data-version='{Digest('8')}'] a").Select(link => link.GetAttribute("href")));
        var behind = line.QuerySelectorAll("tr[data-built]");
        Assert.Equal([Digest('a'), Digest('b')], behind.Select(row => row.GetAttribute("data-built")));
        Assert.Contains("Rebuilt, not rolled out", behind[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("other, prod", behind[0].TextContent, StringComparison.Ordinal); // the same image, outdated in both
        Assert.Contains("/findings?cluster=prod&ns=shop&kind=Deployment&name=web", behind[0].QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.All(page.FindAll("[data-rebuild-state]"), mark => Assert.True(mark.TextContent.Trim().Length > 3 && mark.QuerySelector("svg") is not null));
        Assert.Contains("may not be asked", page.Find("[data-line='registry.test/middleware/java:21'] [data-current]").TextContent, StringComparison.Ordinal);
        Assert.Contains("/images/rebuilds", stage.Open<ImagesPage>("/images").FindAll("nav.tabs a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Filters_AreInTheAddress()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<RebuildsPage>("/images/rebuilds");
        Assert.Equal(["/images/rebuilds?owner=architects", "/images/rebuilds?owner=operations"], page.FindAll("a.facet").Select(link => link.GetAttribute("href")));

        page = stage.Open<RebuildsPage>("/images/rebuilds?cluster=other&owner=operations&q=debian");
        Assert.Equal(3, page.FindAll(".filters a.chip").Count);
        Assert.Equal([Digest('8')], page.FindAll("tr[data-version]").Select(row => row.GetAttribute("data-version")));
        var typed = page.Find("input[type=search]").InputAsync("  java ");
        while (!typed.IsCompleted)
        {
            stage.Time.Advance(FilterBox.Pause);
            await Task.Yield();
        }
        Assert.Equal("/images/rebuilds?cluster=other&owner=operations&q=java", stage.Address);
        Assert.Equal("/images/rebuilds", stage.Open<RebuildsPage>("/images/rebuilds?q=nothing-has-this").Find("[data-state=empty-filter] a.button").GetAttribute("href"));
    }

    [Fact]
    public async Task Lines_ArePaged()
    {
        await using var stage = await SeededAsync();

        var first = stage.Open<RebuildsPage>("/images/rebuilds?size=1");
        Assert.Equal([$"{Core}:12"], first.FindAll("[data-line]").Select(line => line.GetAttribute("data-line")));
        Assert.EndsWith("/images/rebuilds?size=1&page=2", first.Find("nav.pager a[rel=next]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("/images/rebuilds?owner=architects&size=1", stage.Open<RebuildsPage>("/images/rebuilds?size=1&page=2").Find("a.facet").GetAttribute("href"));
        var beyond = stage.Open<RebuildsPage>("/images/rebuilds?size=1&page=9");
        Assert.Equal(["registry.test/middleware/java:21"], beyond.FindAll("[data-line]").Select(line => line.GetAttribute("data-line")));
        Assert.Contains("2", beyond.Find("[data-clamped]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_SeesWhatConcernsItsNamespaces()
    {
        await using var stage = await SeededAsync();
        await stage.BecomeTenantAsync("prod/bank");

        var page = stage.Open<RebuildsPage>("/images/rebuilds");
        Assert.Equal([Digest('b')], page.FindAll("tr[data-built]").Select(row => row.GetAttribute("data-built")));
        Assert.DoesNotContain(Web, page.Markup, StringComparison.Ordinal);
        await stage.BecomeTenantAsync("another/none");
        Assert.Single(stage.Open<RebuildsPage>("/images/rebuilds").FindAll("[data-state=no-access]"));
    }

    [Fact]
    public async Task Image_ShowsWhoseItsLayersAre_AndWhatIsBuiltOnIt()
    {
        await using var stage = await SeededAsync();
        var page = stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a')));

        Assert.Equal([Digest('8'), Digest('7')], page.FindAll("[data-layers] [data-ancestor]").Select(item => item.GetAttribute("data-ancestor")));
        var core = Words(page.Find($"[data-ancestor='{Digest('8')}']").TextContent);
        Assert.Contains("operations · registry.test/core/debian:12 1 layer", core, StringComparison.Ordinal);
        Assert.Contains("Rebuilt, not rolled out replaced", core, StringComparison.Ordinal);
        Assert.Contains("days ago by 12", core, StringComparison.Ordinal);
        Assert.Equal("/images/" + Uri.EscapeDataString(Digest('8')), page.Find($"[data-ancestor='{Digest('8')}'] a").GetAttribute("href"));
        var java = page.Find($"[data-ancestor='{Digest('7')}']");
        Assert.Contains("2 layers", java.TextContent, StringComparison.Ordinal); // of its own, above the core's
        Assert.Contains("Not known", java.TextContent, StringComparison.Ordinal);
        Assert.Empty(java.QuerySelectorAll("a"));
        Assert.Equal("application · this image 1 layer", Words(page.Find("[data-own]").TextContent));
        Assert.Empty(page.FindAll("[data-built-on]"));

        page = stage.Open<ImagePage>("/images/" + Digest('8'), ("Id", Digest('8')));
        Assert.Single(page.FindAll("[data-layers] [data-unknown]")); // nobody looked
        Assert.Equal([Digest('b'), Digest('a')], page.FindAll("[data-built-on] tr[data-built]").Select(row => row.GetAttribute("data-built")));
    }

    [Fact]
    public async Task HostileNames_AreText()
    {
        await using var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Runs("shop", "web", $"{Web}@{Digest('a')}")
            + Stands('a', """{ repository: "evil.test/\u202e\"onmouseover=\"x", line: "<script>", tag: "<script>", digest: "not a digest", owner: "\"><img src=x>", layers: 1, current: "short" }"""));

        var (list, image) = (stage.Open<RebuildsPage>("/images/rebuilds"), stage.Open<ImagePage>("/images/" + Digest('a'), ("Id", Digest('a'))));
        Assert.Empty(list.FindAll("script, img, [onmouseover]").Concat(image.FindAll("script, img, [onmouseover]")));
        Assert.Contains("u{202e}", list.Find("[data-line] h2").TextContent, StringComparison.Ordinal);
        Assert.Contains("u{202e}", image.Find("[data-ancestor]").TextContent, StringComparison.Ordinal);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Digest(char letter) => "sha256:" + new string(letter, 64);

    private static string Runs(string ns, string name, string image) => $$"""

        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: {{name}}, namespace: {{ns}} }, spec: { selector: { matchLabels: { app: {{name}} } }, template: { metadata: { labels: { app: {{name}} } }, spec: { containers: [{ name: c, image: "{{image}}" }] } } } }
        """;

    private static string Stands(char digest, string ancestors) => $$"""

        ---
        { apiVersion: posture.dev/v1, kind: ImageFacts, metadata: { name: "{{Digest(digest)}}" }, spec: { source: registry.test, checkedAt: "2026-11-20T10:00:00Z", owner: application,
          layers: { platform: linux/amd64, diffIds: ["{{Digest('1')}}", "{{Digest('2')}}", "{{Digest('3')}}", "{{Digest('4')}}"] }, ancestors: [{{ancestors}}] } }
        """;

    private static string On(char digest, bool rebuilt = false) => $$"""
        { repository: {{Core}}, line: "12", tag: "12", digest: "{{Digest(digest)}}", owner: operations, layers: 1, current: "{{Digest('9')}}", currentTag: "12", currentSince: "2026-10-01T00:00:00Z", isRebuilt: {{(rebuilt ? "true" : "false")}} }
        """;

    /// <summary>shop/web (a) was rebuilt and still runs in two clusters, bank/vault (b) was not, shop/new (c) stands on what is current; core/probe runs the former base itself.</summary>
    private async Task<PageStage> SeededAsync()
    {
        var stage = await PageStage.CreateAsync(postgres);
        var java = $", {{ repository: registry.test/middleware/java, line: \"21\", tag: \"21\", digest: \"{Digest('7')}\", owner: architects, layers: 3 }}";
        await stage.CommitAsync("prod", Namespaces("shop", "bank", "core")
            + Runs("shop", "web", $"{Web}@{Digest('a')}") + Stands('a', On('8', rebuilt: true) + java) + Runs("bank", "vault", $"registry.test/bank/vault@{Digest('b')}") + Stands('b', On('8'))
            + Runs("shop", "new", $"registry.test/shop/new@{Digest('c')}") + Stands('c', On('9')) + Runs("core", "probe", $"{Core}@{Digest('8')}"));
        await stage.CommitAsync("other", Namespaces("shop") + Runs("shop", "web", $"{Web}@{Digest('a')}") + Stands('a', On('8', rebuilt: true) + java));
        return stage;
    }

    private static string Namespaces(params string[] names) => string.Join("\n---\n", names.Select(name => $"{{ apiVersion: v1, kind: Namespace, metadata: {{ name: {name} }} }}"));
}
