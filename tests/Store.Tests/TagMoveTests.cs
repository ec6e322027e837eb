using Posture.Model.Inventory;
using Posture.Model.Tenancy;
using Posture.Store.Queries;
using static Posture.Store.Tests.ImageStage;

namespace Posture.Store.Tests;

/// <summary>Tags that were seen under more than one digest, and what can be told of them.</summary>
public sealed class TagMoveTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whether a digest is an index or a single image is kept when it no longer runs, since nobody can be asked any more.</summary>
    [Fact]
    public async Task TagThatMoved_IsSeenOverTimeAndClusters()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Tagged(Shop, "1", 'a'))], Single('a', "linux/amd64")), Token);
        await stage.Writer.CommitAsync(Whole(stage, 1, [Runs("shop", "web", Tagged(Shop, "1", 'b'))], Single('b', "linux/amd64")), Token);
        var other = await stage.BesideAsync("other");
        await other.Writer.CommitAsync(Whole(other, 2, [Runs("bank", "web", Tagged(Shop, "1", 'b')), Runs("bank", "vault", Tagged(Bank, "1", 'c'))]), Token);

        var move = Assert.Single((await ListAsync(stage)).Moves);

        Assert.Equal((Shop, "1", 2, true), (move.Repository, move.Tag, move.Seen, move.IsCertain));
        Assert.Equal([Digest('b'), Digest('a')], move.Digests.Select(digest => digest.Digest));
        Assert.Equal((Stage.Start.AddMinutes(1), null, 2), (move.Digests[0].FirstSeen, move.Digests[0].LastSeen, move.Digests[0].Workloads));
        Assert.Equal(["other", "prod"], move.Digests[0].Clusters);
        Assert.Equal((Stage.Start, Stage.Start.AddMinutes(1)), (move.Digests[1].FirstSeen, move.Digests[1].LastSeen));
        Assert.False((await ListAsync(stage)).IsCut);
    }

    public static TheoryData<string, bool?> Pairs() => new()
    {
        { "nobody looked", false },
        { "two platforms", false },
        { "one platform", true },
        { "variants of arm", false },
        { "windows", false },
        { "index and its own", null },
        { "index and another's", true },
        { "index of nobody knows", false },
        { "two indexes", true },
    };

    /// <summary>Platforms of one image are no move; what can be either is said to be that (null: not listed at all).</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Pair_IsToldAsFarAsItCanBe(string pair, bool? expected)
    {
        ImageFacts[] facts = pair switch
        {
            "two platforms" => [Single('a', "linux/amd64"), Single('b', "linux/arm64")],
            "one platform" => [Single('a', "linux/arm64"), Single('b', "linux/arm64")],
            "variants of arm" => [Single('a', "linux/arm"), Single('b', "linux/arm")],
            "windows" => [Single('a', "windows/amd64"), Single('b', "windows/amd64")],
            "index and its own" => [Index('a', 'b', 'c'), Single('b', "linux/amd64")],
            "index and another's" => [Index('a', 'c', 'd')],
            "index of nobody knows" => [Single('b', "linux/amd64")],
            "two indexes" => [Index('a', 'c'), Index('b', 'd')],
            _ => [],
        };
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Tagged(Shop, "1", 'a')), Runs("shop", "job", Tagged(Shop, "1", 'b'))], facts), Token);

        Assert.Equal(expected, (await ListAsync(stage)).Moves.SingleOrDefault()?.IsCertain);
    }

    /// <summary>A tag that floats by its name, one beside a digest, one of another repository, and one that nobody asked the policy of.</summary>
    [Fact]
    public async Task TagsThatSayNothing_AreNotLookedAt()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var floating = new ImageStanding(ImageStanding.Own) { IsFloating = true };
        ImageUse Pinned(char digest) => Tagged(Shop, "2", digest) with { Reference = $"{Shop}:2@{Digest(digest)}" };
        await stage.Writer.CommitAsync(
            Whole(
                stage, 0,
                [
                    Runs("shop", "a", Tagged(Shop, "latest", 'a') with { Standing = floating }), Runs("shop", "b", Tagged(Shop, "latest", 'b') with { Standing = floating }),
                    Runs("shop", "c", Pinned('a')), Runs("shop", "d", Pinned('b')), Runs("shop", "e", Tagged(Shop, "3", 'a')), Runs("shop", "f", Tagged(Bank, "3", 'b')),
                    Runs("shop", "g", Use(Shop, "4", 'a')), Runs("shop", "h", Use(Shop, "4", 'b')),
                ],
                Single('a', "linux/amd64"), Single('b', "linux/amd64")), Token);

        Assert.Empty((await ListAsync(stage)).Moves);
    }

    [Fact]
    public async Task Tenant_SeesMovesInItsOwnNamespacesAlone()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(
            Whole(
                stage, 0,
                [Runs("shop", "a", Tagged(Shop, "1", 'a')), Runs("bank", "b", Tagged(Shop, "1", 'b')), Runs("bank", "c", Tagged(Bank, "1", 'c')), Runs("bank", "d", Tagged(Bank, "1", 'd'))],
                Single('a', "linux/amd64"), Single('b', "linux/amd64")), Token);
        var moves = new TagMoveQuery(stage.Sources.Web);

        Assert.Empty((await moves.ListAsync(await stage.TenantAsync("prod/shop"), ImageFilter.None, Token)).Moves);
        Assert.Equal([Bank], (await moves.ListAsync(await stage.TenantAsync("prod/bank"), ImageFilter.None, Token)).Moves.Select(move => move.Repository));
        Assert.Equal(2, (await ListAsync(stage)).Moves.Count);
    }

    [Fact]
    public async Task Image_HasTheMovesOfItsOwnTags_AndFiltersCut()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(
            Whole(
                stage, 0,
                [Runs("shop", "a", Tagged(Shop, "1", 'a')), Runs("shop", "b", Tagged(Shop, "1", 'b')), Runs("bank", "c", Tagged(Bank, "1", 'c')), Runs("bank", "d", Tagged(Bank, "1", 'd'))]), Token);
        var moves = new TagMoveQuery(stage.Sources.Web);

        Assert.Equal([Shop], (await moves.OfAsync(ViewScope.All, Digest('a'), Token)).Moves.Select(move => move.Repository));
        Assert.Empty((await moves.OfAsync(ViewScope.All, Digest('e'), Token)).Moves);
        Assert.Equal([Bank], (await moves.ListAsync(ViewScope.All, new() { Namespaces = ["bank"] }, Token)).Moves.Select(move => move.Repository));
    }

    /// <summary>A tag that is pushed all the time: its last digests, and how many there were.</summary>
    [Fact]
    public async Task ManyDigests_AreBounded()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var uses = Enumerable.Range(0, 30).Select(i => Runs("shop", $"web-{i}", Tagged(Shop, "1", 'a') with { Digest = "sha256:" + i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture) })).ToArray();
        await stage.Writer.CommitAsync(Whole(stage, 0, uses), Token);

        var move = Assert.Single((await ListAsync(stage)).Moves);
        Assert.Equal((30, TagMoveQuery.MaxDigests, false), (move.Seen, move.Digests.Count, move.IsCertain));
    }

    private static Task<TagMoves> ListAsync(Stage stage) => new TagMoveQuery(stage.Sources.Web).ListAsync(ViewScope.All, ImageFilter.None, Token);

    private static ImageUse Tagged(string repository, string tag, char digest) => Use(repository, tag, digest) with { Standing = new(ImageStanding.Own) };

    private static ImageFacts Single(char digest, string platform)
    {
        var facts = Facts(digest, "notSigned");
        (facts.Spec.Manifests, facts.Spec.Platforms) = ([], [platform]);
        return facts;
    }

    private static ImageFacts Index(char digest, params char[] manifests)
    {
        var facts = Facts(digest, "notSigned");
        (facts.Spec.Manifests, facts.Spec.Platforms) = ([.. manifests.Select(Digest)], ["linux/amd64", "linux/arm64"]);
        return facts;
    }
}
