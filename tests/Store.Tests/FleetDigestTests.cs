using Posture.Model.Federation;
using Posture.Model.Tenancy;
using Posture.Store.Commands;

namespace Posture.Store.Tests;

/// <summary>What a cluster publishes to the others, beside its snapshot.</summary>
public sealed class FleetDigestTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ClusterDigest Digest(string version, string name = "User:alice") => new(
        version, new(true, new Dictionary<string, RoleDigest>(), new Dictionary<string, RightsStrength> { [name] = RightsStrength.Everything }), null, null, null, ["ab"], null, null);

    [Fact]
    public async Task Digest_Committed_IsReadWithItsCluster()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Registry.EnsureAsync("new", "new", "staging", "folder:y", Token);
        await stage.Writer.CommitAsync(Built.State(stage, 0) with { Digest = Digest("v1.35.0", "User:\u0000\ud800 x") }, Token);

        var members = await new FleetDigests(stage.Sources.Collector).ReadAsync([], Token);

        Assert.Equal(["new", "prod"], members.Select(member => member.Member.Name));
        Assert.Equal(("staging", null, null), (members[0].Member.Environment, members[0].Member.Digest, members[0].Hash));
        Assert.Equal(("test", Stage.Start), (members[1].Member.Environment, members[1].Member.ConfirmedAt));
        Assert.Equal("v1.35.0", members[1].Member.Digest!.Version);
        Assert.Equal("User:\u0000\ufffd x", Assert.Single(members[1].Member.Digest!.Rights!.Subjects).Key);
        Assert.Null(members[1].Member.Digest!.Namespaces);
    }

    [Fact]
    public async Task Digest_EqualToTheStoredOne_WritesNoRow()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Built.State(stage, 0) with { Digest = Digest("v1.35.0") }, Token);
        var row = await stage.CountAsync("select xmin::text::bigint from cluster_digests");

        await stage.Writer.CommitAsync(Built.Commit(stage, 1) with { Digest = Digest("v1.35.0") }, Token);
        await stage.Writer.CommitAsync(Built.Commit(stage, 2), Token);
        Assert.Equal(row, await stage.CountAsync("select xmin::text::bigint from cluster_digests"));

        await stage.Writer.CommitAsync(Built.Commit(stage, 3) with { Digest = Digest("v1.35.1") }, Token);

        Assert.NotEqual(row, await stage.CountAsync("select xmin::text::bigint from cluster_digests"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from cluster_digests"));
    }

    [Fact]
    public async Task Digest_Held_IsNotSentAgain()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Built.State(stage, 0) with { Digest = Digest("v1.35.0") }, Token);
        var first = Assert.Single(await new FleetDigests(stage.Sources.Collector).ReadAsync([], Token));

        var second = Assert.Single(await new FleetDigests(stage.Sources.Collector).ReadAsync([first.Hash!.Value], Token));

        Assert.Equal(first.Hash, second.Hash);
        Assert.Null(second.Member.Digest);
    }

    [Fact]
    public async Task Digest_OfAFencedWriter_IsNotPublished()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Registry.TakeEpochAsync(stage.Cluster.Id, Token);

        await Assert.ThrowsAsync<FencedException>(() => stage.Writer.CommitAsync(Built.State(stage, 0) with { Digest = Digest("v1.35.0") }, Token));

        Assert.Equal(0, await stage.CountAsync("select count(*) from cluster_digests"));
    }

    [Fact]
    public async Task Cluster_Removed_TakesItsDigestAlong()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Built.State(stage, 0) with { Digest = Digest("v1.35.0") }, Token);

        await stage.Registry.RemoveAsync(stage.Cluster.Id, Token);

        Assert.Empty(await new FleetDigests(stage.Sources.Collector).ReadAsync([], Token));
        Assert.Equal(0, await stage.CountAsync("select count(*) from cluster_digests"));
    }

    [Fact]
    public async Task Digest_ThatThisBuildCannotRead_CountsAsNotPublished()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Built.State(stage, 0) with { Digest = Digest("v1.35.0") }, Token);
        await stage.CountAsync("with broken as (update cluster_digests set doc = '[1]' returning 1) select count(*) from broken");

        Assert.Null(Assert.Single(await new FleetDigests(stage.Sources.Collector).ReadAsync([], Token)).Member.Digest);
    }

    [Fact]
    public async Task Commit_ThatAnotherClusterCaused_ConfirmsNothing()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Built.State(stage, 0), Token);

        var second = await stage.Writer.CommitAsync(
            Built.Commit(stage, 5) with { Confirms = false, Changed = [Built.Finding("a", Model.Verdicts.Verdict.Pass)] }, Token);
        // The clock went back to before the second snapshot.
        var third = await stage.Writer.CommitAsync(Built.Commit(stage, 3) with { Changed = [Built.Finding("a", Model.Verdicts.Verdict.Fail)] }, Token);

        Assert.NotEqual(second, third);
        Assert.Equal(3, await stage.CountAsync("select count(distinct at) from snapshots"));
        Assert.Equal(1, await stage.CountAsync($"select count(*) from snapshots where at > '{Stage.Start.AddMinutes(5):O}'"));
        Assert.True((await stage.Clusters.FindAsync(ViewScope.All, "prod", Token))!.CollectedAt > Stage.Start.AddMinutes(5));
    }

    [Fact]
    public async Task Commit_ThatAnotherClusterCaused_LeavesTheTimeOfConfirmation()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Built.State(stage, 0), Token);

        await stage.Writer.CommitAsync(Built.Commit(stage, 5) with { Confirms = false, Changed = [Built.Finding("a", Model.Verdicts.Verdict.Pass)] }, Token);

        Assert.Equal(Stage.Start, (await stage.Clusters.FindAsync(ViewScope.All, "prod", Token))!.CollectedAt);
    }
}
