using Posture.Collectors.Sources;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Collectors.Tests.Pipeline;

/// <summary>The loop over a folder, committing into a real database.</summary>
public sealed class ClusterLoopTests(PostgresFixture postgres)
{
    private const string Privileged = ", securityContext: { privileged: true }";

    private static readonly FindingFilter FailingPrivileged = new() { Verdicts = [Verdict.Fail], Controls = ["L1-CTR-PRIVILEGED"] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstList_ManyFiles_IsCommittedOnceAndWhole()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        for (var i = 0; i < 30; i++)
            stage.Write($"{i}.yaml", LoopStage.Deployment($"web{i}", $"ns{i % 3}"));

        var (loop, _) = await stage.StartAsync();
        var notice = await stage.NoticeAsync();

        Assert.Equal(stage.Cluster.Id, notice.Cluster);
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots where is_full"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
        Assert.Equal(30, await stage.CountAsync("select count(*) from objects where valid_to is null"));
        Assert.Equal(1, await stage.CountAsync("select count(distinct valid_from) from (select valid_from from objects union all select valid_from from findings) rows"));
        Assert.Equal(30, (await stage.Clusters.FindAsync(ViewScope.All, "prod", Token))!.ObjectCount);
        await TestKit.Eventually.SeeAsync(() => Task.FromResult(loop.Diagnostics.State), state => state == "current", TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task ChangedFile_OnlyWhatDependsOnItChanges_WithinTwoSeconds()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop"));
        stage.Write("other.yaml", LoopStage.Deployment("web", "other"));
        await stage.StartAsync();
        await stage.NoticeAsync();
        var began = TimeProvider.System.GetTimestamp();

        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));
        await stage.NoticeAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal("shop", Assert.Single(await stage.RowsAsync(FailingPrivileged)).Finding.Object.Namespace);
        const string Second = "valid_from > (select min(at) from snapshots)";
        Assert.True(await stage.CountAsync($"select count(*) from findings where namespace = 'shop' and {Second}") > 0);
        Assert.Equal(0, await stage.CountAsync($"select count(*) from findings where namespace = 'other' and {Second}"));
        Assert.Equal(1, await stage.CountAsync($"select count(*) from objects where {Second}"));
        Assert.Equal(0, await stage.CountAsync($"select count(*) from scores where namespace = 'other' and {Second}"));
    }

    [Fact]
    public async Task RemovedFile_ItsObjectsAndFindingsAreClosed()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));
        stage.Write("other.yaml", LoopStage.Deployment("web", "other"));
        await stage.StartAsync();
        await stage.NoticeAsync();

        File.Delete(Path.Combine(stage.Folder.FullName, "shop.yaml"));
        await stage.NoticeAsync();

        Assert.Empty(await stage.RowsAsync(FailingPrivileged));
        Assert.Equal(1, await stage.CountAsync("select count(*) from objects where valid_to is null"));
        Assert.Equal(0, await stage.CountAsync("select count(*) from scores where namespace = 'shop' and valid_to is null"));
    }

    [Theory]
    [InlineData("kind: { apiVersion: [ ")]
    [InlineData("---\n{ apiVersion: v1, kind: Namespace, metadata: { name: other } }\n---\nkind: { apiVersion: [ ")]
    public async Task BrokenFile_WhileRunning_IsToldAndItsFindingsStand(string broken)
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));
        var (loop, _) = await stage.StartAsync();
        await stage.NoticeAsync();

        stage.Write("shop.yaml", broken);
        await stage.NoticeAsync();

        Assert.Equal("web", Assert.Single(await stage.RowsAsync(FailingPrivileged)).Finding.Object.Name);
        await SeeProblemsAsync(loop, 1);
        Assert.Matches(@"^yaml\.", loop.Diagnostics.Problems[0].Code);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop"));
        await stage.NoticeAsync();
        Assert.Empty(await stage.RowsAsync(FailingPrivileged));
        await SeeProblemsAsync(loop, 0);
    }

    [Fact]
    public async Task BrokenFile_AtTheStart_WhatWasStoredStandsUntilItIsMended()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged) + LoopStage.Deployment("old", "shop", Privileged));
        stage.Write("other.yaml", LoopStage.Deployment("web", "other"));
        await stage.RunOnceAsync();
        var objects = await stage.CountAsync("select count(*) from objects");
        stage.Write("shop.yaml", "kind: { apiVersion: [ ");

        var (loop, _) = await stage.StartAsync();
        await stage.NoticeAsync();

        Assert.Equal(["old", "web"], (await stage.RowsAsync(FailingPrivileged)).Select(row => row.Finding.Object.Name).Order(StringComparer.Ordinal));
        Assert.Equal(objects, await stage.CountAsync("select count(*) from objects"));
        Assert.Equal(0, await stage.CountAsync("select count(*) from findings where valid_to is not null"));
        await SeeProblemsAsync(loop, 1);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));
        await stage.NoticeAsync();
        Assert.Equal("web", Assert.Single(await stage.RowsAsync(FailingPrivileged)).Finding.Object.Name);
        Assert.Equal(2, await stage.CountAsync("select count(*) from objects where valid_to is null"));
    }

    [Fact]
    public async Task Restart_NothingChanged_WritesNoRow()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));
        await stage.RunOnceAsync();
        var findings = await stage.CountAsync("select count(*) from findings");

        await stage.RunOnceAsync();

        Assert.Equal(findings, await stage.CountAsync("select count(*) from findings"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Source_EndsInTheMiddleOfTheFirstList_NothingIsCommitted(bool broken)
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));
        await stage.RunOnceAsync();
        var part = new SourceEvent.Put(new Namespace { ApiVersion = "v1", Kind = "Namespace", Metadata = new() { Name = "a" } });

        var (_, running) = await stage.StartAsync(new ScriptedSource([part], broken ? new SourceException("cut", "cut") : null, ends: true));
        var failure = await Assert.ThrowsAsync<SourceException>(() => running);

        Assert.Equal(broken ? "cut" : "source.ended", failure.Code);
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
        Assert.Single(await stage.RowsAsync(FailingPrivileged));
    }

    [Fact]
    public async Task Source_BreaksLater_TheLoopEndsWithItsReason()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);

        var (_, running) = await stage.StartAsync(new ScriptedSource([new SourceEvent.Synced()], new SourceException("cut", "cut"), ends: true));

        Assert.Equal("cut", (await Assert.ThrowsAsync<SourceException>(() => running)).Code);
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
    }

    [Fact]
    public async Task KindForbidden_AtARestart_FormerVerdictsStandAndTheKindIsNotAssessed()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));
        await stage.RunOnceAsync();
        var covered = KnownKinds.All.Select(kind => new SourceEvent.Covered(new(
            kind.Group, kind.Kind, kind.Kind == "Deployment" ? CoverageState.Forbidden : CoverageState.Read, kind.Kind == "Deployment" ? "no right to list" : null, null, 0)));

        await stage.StartAsync(new ScriptedSource([.. covered, new SourceEvent.Synced()], null, ends: false));
        await stage.NoticeAsync();

        Assert.Equal("web", Assert.Single(await stage.RowsAsync(FailingPrivileged)).Finding.Object.Name);
        Assert.Equal(1, await stage.CountAsync("select count(*) from objects where valid_to is null"));
        var state = (await stage.Clusters.CoverageAsync(ViewScope.All, "prod", null, Token)).Single(kind => kind.Kind == "Deployment");
        Assert.Equal((CoverageState.Forbidden, "no right to list", 1), (state.State, state.Reason, state.Count));
        Assert.NotEmpty(await stage.RowsAsync(new() { Controls = ["L1-CTR-PRIVILEGED"], Verdicts = [Verdict.NotAssessed] }));
    }

    [Fact]
    public async Task NewerOwner_TheFormerOneCanNoLongerWrite()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop"));
        var (_, former) = await stage.StartAsync();
        await stage.NoticeAsync();
        await stage.Registry.TakeEpochAsync(stage.Cluster.Id, Token);

        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));
        await Assert.ThrowsAsync<FencedException>(() => former);

        Assert.Empty(await stage.RowsAsync(FailingPrivileged));
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
        Assert.Equal(0, await stage.CountAsync("select count(*) from objects where valid_to is not null"));
    }

    [Fact]
    public async Task ClusterRemoved_TheLoopEnds()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop"));
        var (_, running) = await stage.StartAsync();
        await stage.NoticeAsync();
        await stage.Registry.RemoveAsync(stage.Cluster.Id, Token);

        stage.Write("shop.yaml", LoopStage.Deployment("web", "shop", Privileged));

        await Assert.ThrowsAsync<FencedException>(() => running);
        Assert.Equal(0, await stage.CountAsync("select count(*) from objects"));
    }

    private static Task SeeProblemsAsync(Collectors.Pipeline.ClusterLoop loop, int count) =>
        TestKit.Eventually.SeeAsync(() => Task.FromResult(loop.Diagnostics.Problems.Count), seen => seen == count, TimeSpan.FromSeconds(5), Token);
}
