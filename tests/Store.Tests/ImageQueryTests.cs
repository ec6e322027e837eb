using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Store.Queries;
using static Posture.Store.Tests.ImageStage;

namespace Posture.Store.Tests;

/// <summary>The list of images, one image, and the signed share.</summary>
public sealed class ImageQueryTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoTagsOfOneDigest_AreOneImage()
    {
        await using var stage = await SeededAsync();

        var row = Assert.Single((await PageAsync(stage, new() { Text = Digest('a') })).Page.Rows);

        Assert.Equal((Digest('a'), Digest('a'), "mirror.test/shop/web", "verified"), (row.Id, row.Digest, row.Repository, row.State));
        Assert.Equal(["1", "stable"], row.Tags);
        Assert.Equal((2, 2, 3, 1), (row.Clusters, row.Namespaces, row.Workloads, row.OtherRepositories));
        Assert.Equal(("me@example.test", "https://issuer.test"), (row.Facts!.Signer, row.Facts.Issuer));
        Assert.Equal(Stage.Start.AddDays(-30), row.Facts.CreatedAt);
        Assert.Null(row.LastSeen);
    }

    [Fact]
    public async Task UnknownDigest_IsAnImageOfItsOwnThatNobodyChecked()
    {
        await using var stage = await SeededAsync();

        var row = Assert.Single((await PageAsync(stage, new() { Text = "cache" })).Page.Rows);
        Assert.Equal((null, "docker.io/library/cache", ImageTrust.NotChecked), (row.Digest, row.Repository, row.State));
        Assert.Null(row.Facts);

        var detail = await stage.Images().GetAsync(ViewScope.All, row.Id, Token);
        Assert.Equal("docker.io/library/cache:7", Assert.Single(detail!.Uses).Reference);
    }

    [Fact]
    public async Task Filters_CutDownTheListAndItsCounts()
    {
        await using var stage = await SeededAsync();

        var all = await PageAsync(stage, ImageFilter.None);
        Assert.Equal((4, 4), (all.Page.Total, all.Page.Unfiltered));
        Assert.Equal(new Dictionary<string, long> { ["verified"] = 1, ["notSigned"] = 1, ["invalid"] = 1, ["notChecked"] = 1 }, all.States);

        async Task HasAsync(ImageFilter filter, string repositories)
        {
            var found = await PageAsync(stage, filter);
            Assert.Equal((filter.ToString(), repositories), (filter.ToString(), string.Join(' ', found.Page.Rows.Select(row => row.Repository.Split('/')[^1]).Order(StringComparer.Ordinal))));
            Assert.Equal((found.Page.Rows.Count, 4), (found.Page.Total, found.Page.Unfiltered));
        }
        await HasAsync(new() { Namespaces = ["bank"] }, "cache vault");
        await HasAsync(new() { Clusters = ["other"] }, "web web");
        await HasAsync(new() { Hosts = ["docker.io"] }, "cache");
        await HasAsync(new() { States = ["notSigned", "invalid"] }, "vault web");
        await HasAsync(new() { Text = "VAULT" }, "vault");
        await HasAsync(new() { Text = "v\u0430ult" }, "vault"); // a Cyrillic letter that looks the same
        await HasAsync(new() { Text = "100%" }, "");
        // The counts are those under the other filters.
        Assert.Equal(1, (await PageAsync(stage, new() { States = ["notSigned"], Clusters = ["other"] })).States["invalid"]);
    }

    [Fact]
    public async Task Pages_OfAnyOrder_HaveEveryImageOnce()
    {
        await using var stage = await SeededAsync();
        foreach (var by in Enum.GetValues<ImageSort>())
            foreach (var descending in new[] { false, true })
            {
                var ids = new List<string>();
                for (var page = 1; page <= 2; page++)
                    ids.AddRange((await stage.Images().PageAsync(ViewScope.All, ImageFilter.None, new(by, descending), page, 2, Token)).Page.Rows.Select(row => row.Id));
                Assert.Equal(4, ids.Distinct().Count());
            }
        Assert.Equal("invalid", (await PageAsync(stage, ImageFilter.None)).Page.Rows[0].State);
        Assert.Equal(Digest('a'), (await stage.Images().PageAsync(ViewScope.All, ImageFilter.None, new(ImageSort.Workloads, true), 1, 1, Token)).Page.Rows[0].Id);
        var beyond = await stage.Images().PageAsync(ViewScope.All, ImageFilter.None, default, 9, 50, Token);
        Assert.Equal((0, 4), (beyond.Page.Rows.Count, beyond.Page.Total));
    }

    [Fact]
    public async Task Past_IsListedOnDemandAndKeepsItsTimes()
    {
        await using var stage = await SeededAsync();
        await stage.Writer.CommitAsync(Built.Commit(stage, 5) with { Images = [Runs("bank", "vault")] }, Token);

        Assert.Empty((await PageAsync(stage, new() { Text = "vault" })).Page.Rows);
        var row = Assert.Single((await PageAsync(stage, new() { Text = "vault", IncludePast = true })).Page.Rows);
        Assert.Equal((Stage.Start, Stage.Start.AddMinutes(5)), (row.FirstSeen, row.LastSeen));
        var detail = await stage.Images().GetAsync(ViewScope.All, Digest('c'), Token);
        Assert.Equal(Stage.Start.AddMinutes(5), Assert.Single(detail!.Uses).LastSeen);
    }

    [Fact]
    public async Task Image_HasItsUsesItsFactsAndWhoSigned()
    {
        await using var stage = await SeededAsync();

        var detail = await stage.Images().GetAsync(ViewScope.All, Digest('a'), Token);

        Assert.Equal(["other/shop/Deployment/web", "prod/shop/Deployment/job", "prod/shop/Deployment/web"], detail!.Uses.Select(use => $"{use.Cluster}/{use.Workload}"));
        Assert.Equal(3, detail.UseCount);
        Assert.Equal(Stage.Start.AddDays(-29), Assert.Single(detail.Facts!.Signatures!).At);
        Assert.Equal(["linux/amd64"], detail.Facts.Platforms);
        Assert.Null(await stage.Images().GetAsync(ViewScope.All, Digest('f'), Token));
        Assert.Null(await stage.Images().GetAsync(ViewScope.All, "../etc", Token));
    }

    [Fact]
    public async Task Tenant_SeesItsOwnPlacesAlone()
    {
        await using var stage = await SeededAsync();
        var bank = await stage.TenantAsync("prod/bank");
        var shop = await stage.TenantAsync("prod/shop");

        Assert.Equal(["cache", "vault"], (await stage.Images().PageAsync(bank, ImageFilter.None, new(ImageSort.Repository, false), 1, 50, Token)).Page.Rows.Select(row => row.Repository.Split('/')[^1]));
        Assert.Null(await stage.Images().GetAsync(bank, Digest('a'), Token));
        var row = Assert.Single((await stage.Images().PageAsync(shop, ImageFilter.None, default, 1, 50, Token)).Page.Rows);
        Assert.Equal((1, 1, 2, 0), (row.Clusters, row.Namespaces, row.Workloads, row.OtherRepositories));
        Assert.All((await stage.Images().GetAsync(shop, Digest('a'), Token))!.Uses, use => Assert.Equal(("prod", "shop"), (use.Cluster, use.Workload.Namespace)));
        Assert.Equal(["prod"], (await stage.Shares().ClustersAsync(shop, Token)).Select(share => share.Cluster));
        Assert.Empty((await stage.Images().PageAsync(await stage.TenantAsync("another/none"), ImageFilter.None, default, 1, 50, Token)).Page.Rows);
    }

    /// <summary>A number of the fleet page leads to a list that has as many rows.</summary>
    [Fact]
    public async Task Shares_HaveTheTotalsOfTheListsThatTheyLeadTo()
    {
        await using var stage = await SeededAsync();
        foreach (var scope in new[] { ViewScope.All, ViewScope.Totals })
        {
            var clusters = await stage.Shares().ClustersAsync(scope, Token);
            Assert.Equal(["other", "prod"], clusters.Select(share => share.Cluster));
            foreach (var share in clusters.Concat(await stage.Shares().NamespacesAsync(scope, "prod", Token)))
                foreach (var state in ImageTrust.States)
                    Assert.Equal(
                        (share, state, share.Of(state)),
                        (share, state, (await PageAsync(stage, new() { Clusters = [share.Cluster], Namespaces = share.Namespace is { } ns ? [ns] : [], States = [state] })).Page.Total));
        }
        var prod = (await stage.Shares().ClustersAsync(ViewScope.Totals, Token))[1];
        Assert.Equal((2, 1, 1), (prod.Checked, prod.NotChecked, prod.Of("verified")));
        Assert.Equal(["bank", "shop"], (await stage.Shares().NamespacesAsync(ViewScope.Totals, "prod", Token)).Select(share => share.Namespace));
    }

    private static Task<ImagePage> PageAsync(Stage stage, ImageFilter filter) => stage.Images().PageAsync(ViewScope.All, filter, default, 1, 50, Token);

    /// <summary>prod: shop runs a under two tags, bank runs c and a cache of which no digest is known; other: shop runs a from a mirror, where nobody could look, and d.</summary>
    private async Task<Stage> SeededAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(
            Whole(
                stage, 0,
                [Runs("shop", "web", Use(Shop, "1", 'a')), Runs("shop", "job", Use(Shop, "stable", 'a')), Runs("bank", "vault", Use(Bank, "1", 'c'), Use("docker.io/library/cache", "7", null, "cache"))],
                Facts('a', "verified", signer: "me@example.test"), Facts('c', "notSigned", code: "signature.none")), Token);
        var other = await stage.BesideAsync("other");
        await other.Writer.CommitAsync(
            Whole(other, 0, [Runs("shop", "web", Use("mirror.test/shop/web", null, 'a'), Use(Shop, "3", 'd', "side"))], Facts('a', ImageTrust.NotChecked, 60, "registry.unreachable"), Facts('d', "invalid", code: "signature.invalid")), Token);
        return stage;
    }
}
