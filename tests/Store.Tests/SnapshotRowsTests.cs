using System.Text.Json;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Commands;
using static Posture.Store.Tests.Built;

namespace Posture.Store.Tests;

/// <summary>Which rows a commit writes, and above all which it does not.</summary>
public sealed class SnapshotRowsTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_First_OpensEverything()
    {
        await using var stage = await Stage.CreateAsync(postgres);

        var snapshot = await stage.Writer.CommitAsync(State(stage, 0) with { ServerVersion = "v1.34.1" }, Token);

        foreach (var table in new[] { "objects", "findings", "scores" })
            Assert.Equal(2, await stage.CountAsync($"select count(*) from {table} where valid_to is null"));
        Assert.Equal(2, await stage.CountAsync("select sum(count) from finding_counts"));
        var held = Assert.Single(await stage.Registry.ListAsync(Token));
        Assert.Equal((snapshot, Stage.Start, Stage.Start, 2, "v1.34.1"), (held.LastSnapshot, held.FirstAt, held.CollectedAt, held.ObjectCount, held.ServerVersion));
        Assert.Equal(7, snapshot.Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_Unchanged_TouchesNoRow(bool full)
    {
        const string Rows = "select count(*) from (select xmin from objects union all select xmin from findings union all select xmin from scores union all select xmin from snapshots) rows";
        await using var stage = await Stage.CreateAsync(postgres);
        var first = await stage.Writer.CommitAsync(State(stage, 0), Token);
        var before = await stage.CountAsync($"{Rows} where xmin::text::bigint > 0");
        var newest = await stage.CountAsync("select txid_current()");

        var second = await stage.Writer.CommitAsync(State(stage, 5) with { Full = full }, Token);

        Assert.Equal(first, second);
        Assert.Equal(before, await stage.CountAsync($"{Rows} where xmin::text::bigint < {newest}"));
        Assert.Equal(0, await stage.CountAsync($"{Rows} where xmin::text::bigint >= {newest}"));
        Assert.Equal(Stage.Start.AddMinutes(5), (await stage.Registry.ListAsync(Token))[0].CollectedAt);
    }

    [Fact]
    public async Task Commit_ResourceVersionOnly_WritesNoRow()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var item = Config("a");
        item.Metadata.ResourceVersion = "1";
        await stage.Writer.CommitAsync(Commit(stage, 0, true) with { Put = [item] }, Token);
        item.Metadata.ResourceVersion = "2";

        await stage.Writer.CommitAsync(Commit(stage, 1) with { Put = [item] }, Token);

        Assert.Equal(1, await stage.CountAsync("select count(*) from objects"));
    }

    [Fact]
    public async Task Commit_Changed_ClosesAndOpens()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(State(stage, 0), Token);

        await stage.Writer.CommitAsync(
            Commit(stage, 5) with
            {
                Put = [Config("a", "b")],
                Changed = [Finding("a", Verdict.Pass)],
                Scores = [new(null, 0, Scored(100))],
                Coverage = [Covered(CoverageState.Forbidden)],
            },
            Token);

        const string Second = "(select max(at) from snapshots)";
        Assert.Equal(1, await stage.CountAsync("select count(*) from objects where name = 'a' and valid_to is null and doc #>> '{metadata,labels,app}' = 'b'"));
        Assert.Equal(1, await stage.CountAsync($"select count(*) from objects where valid_to = {Second} and doc #>> '{{metadata,labels,app}}' = 'a'"));
        Assert.Equal(1, await stage.CountAsync($"select count(*) from findings where valid_to = {Second}"));
        Assert.Equal(0, await stage.CountAsync("select coalesce(sum(count), 0) from finding_counts where verdict = 2"));
        Assert.Equal(2, await stage.CountAsync("select sum(count) from finding_counts where verdict = 1"));
        Assert.Equal(100, await stage.CountAsync("select value from scores where valid_to is null and whole"));
        Assert.Equal(2, await stage.CountAsync("select count(*) from coverage"));
    }

    [Fact]
    public async Task Commit_MessageOnly_KeepsSince()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(State(stage, 0), Token);

        await stage.Writer.CommitAsync(Commit(stage, 5) with { Changed = [Finding("a", Verdict.Fail) with { Message = "still on" }] }, Token);

        Assert.Equal(1, await stage.CountAsync("select count(*) from findings where since = (select min(at) from snapshots) and valid_from = (select max(at) from snapshots)"));
    }

    [Fact]
    public async Task Commit_Removed_Closes()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(State(stage, 0), Token);

        await stage.Writer.CommitAsync(
            Commit(stage, 5) with { Removed = [Config("a").Ref], RemovedFindings = [Finding("a", Verdict.Fail)], Scores = [new("shop", 1, Score.None)] }, Token);

        foreach (var table in new[] { "objects", "findings" })
            Assert.Equal(1, await stage.CountAsync($"select count(*) from {table} where valid_to is null and name = 'b' and not exists (select 1 from {table} where valid_to is null and name = 'a')"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from scores where valid_to is null"));
    }

    [Fact]
    public async Task Commit_Full_ClosesWhatIsNotInItButWhatIsKept()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(State(stage, 0) with { Put = [Config("a"), Config("b"), Config("unread")] }, Token);

        await stage.Writer.CommitAsync(Commit(stage, 5, true) with { Put = [Config("b")], Kept = [Config("unread").Ref], Changed = [Finding("b", Verdict.Pass)] }, Token);

        Assert.Equal(2, await stage.CountAsync("select count(*) from objects where valid_to is null and name in ('b', 'unread')"));
        Assert.Equal(2, await stage.CountAsync("select count(*) from objects where valid_to is null"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from findings where valid_to is null"));
        Assert.Equal(0, await stage.CountAsync("select count(*) from scores where valid_to is null"));
        Assert.Equal(0, await stage.CountAsync("select count(*) from coverage where valid_to is null"));
    }

    [Fact]
    public async Task Commit_SameStateByAnotherWay_HasTheSameStateHash()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        async Task<string> HashAsync() => (await stage.Clusters.SnapshotsAsync(ViewScope.All, "prod", 1, 1, Token)).Rows[0].Counts!.StateHash;
        await stage.Writer.CommitAsync(State(stage, 0), Token);
        var whole = await HashAsync();
        await stage.Writer.CommitAsync(Commit(stage, 1) with { Put = [Config("c")], Removed = [Config("a").Ref] }, Token);
        var other = await HashAsync();
        await stage.Writer.CommitAsync(Commit(stage, 2) with { Put = [Config("a")], Removed = [Config("c").Ref] }, Token);

        Assert.NotEqual(whole, other);
        Assert.Equal(whole, await HashAsync());
    }

    [Fact]
    public async Task Commit_ClockWentBack_MovesOn()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(State(stage, 10), Token);

        await stage.Writer.CommitAsync(Commit(stage, 0) with { Put = [Config("a", "b")] }, Token);

        Assert.Equal(0, await stage.CountAsync("select count(*) from objects where valid_to <= valid_from"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from objects where name = 'a' and valid_to is null"));
    }

    [Fact]
    public async Task Commit_HostileText_IsStored()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var generic = new GenericObject
        {
            ApiVersion = "kyverno.io/v1",
            Kind = "Policy",
            Metadata = new() { Namespace = "shop", Name = new string('x', 5000) },
            Spec = JsonDocument.Parse("""{"n":1e999999}""").RootElement,
        };
        var broken = generic with { Metadata = new() { Namespace = "shop", Name = "broken" }, Spec = JsonDocument.Parse("""{"s":"\ud800"}""").RootElement };
        var finding = Finding("bad\0name", Verdict.Fail) with { Message = "half \ud83d", Evidence = [new("a\0b", "\udc00", "", "\0")] };

        await stage.Writer.CommitAsync(
            Commit(stage, 0, true) with { Put = [Config("bad\0name", "\\u0000 \u0000 \ud800"), generic, broken, Config("bad\0name", "again")], Changed = [finding, finding] }, Token);

        Assert.Equal(3, await stage.CountAsync("select count(*) from objects"));
        Assert.Equal(1, await stage.CountAsync("""select count(*) from objects where doc #>> '{metadata,labels,app}' = E'\\u0000 \uFFFD \uFFFD'"""));
        Assert.Equal(1, await stage.CountAsync("""select count(*) from findings where message = E'half \uFFFD'"""));
    }

    [Fact]
    public async Task Commit_EmptyListThatMeansSomething_IsKeptAndReadBack()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var policy = new NetworkPolicy
        {
            ApiVersion = "networking.k8s.io/v1",
            Kind = "NetworkPolicy",
            Metadata = new() { Namespace = "shop", Name = "deny" },
            Spec = new() { PodSelector = new(), PolicyTypes = ["Ingress"], Ingress = [] },
        };

        await stage.Writer.CommitAsync(Commit(stage, 0, true) with { Put = [policy, Config("a")] }, Token);

        Assert.Equal(1, await stage.CountAsync("""select count(*) from objects where doc @> '{"spec": {"ingress": [], "podSelector": {}, "policyTypes": ["Ingress"]}}'"""));
        var read = await new StoredObjects(stage.Sources.Collector).ReadAsync(stage.Cluster.Id, null, Token);
        Assert.Equal(["a", "deny"], read.Select(item => item.Name).Order(StringComparer.Ordinal));
        Assert.Empty(read.OfType<NetworkPolicy>().Single().Spec!.Ingress!);
    }

    [Fact]
    public async Task TakeEpochFromSilent_OwnerAliveSilentOrGone_OnlyFromTheSilent()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var minute = TimeSpan.FromMinutes(1);
        Assert.Null(await stage.Registry.TakeEpochFromSilentAsync(stage.Cluster.Id, minute, Token));
        await stage.Writer.CommitAsync(State(stage, 0) with { At = TimeProvider.System.GetUtcNow() }, Token);
        Assert.Null(await stage.Registry.TakeEpochFromSilentAsync(stage.Cluster.Id, minute, Token));

        await stage.CountAsync("with late as (update clusters set collected_at = now() - interval '2 minutes' returning 1) select count(*) from late");

        Assert.Equal(stage.Epoch + 1, await stage.Registry.TakeEpochFromSilentAsync(stage.Cluster.Id, minute, Token));
        Assert.Null(await stage.Registry.TakeEpochFromSilentAsync(Guid.NewGuid(), minute, Token));
    }
}
