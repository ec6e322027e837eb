using Posture.Analysis.Provenance;
using Posture.Model.Inventory;
using static Posture.Store.Tests.ImageStage;

namespace Posture.Store.Tests;

/// <summary>What commits make of the tables of images.</summary>
public sealed class ImageRowsTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_OfOneWorkload_TouchesNoOtherRow()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a')), Runs("shop", "job", Use(Shop, "1", 'a'))]), Token);
        var before = await stage.CountAsync("select sum(xmin::text::bigint) from image_uses where name = 'job'");

        await CommitAsync(stage, 1, Runs("shop", "web", Use(Shop, "2", 'b')));

        Assert.Equal(before, await stage.CountAsync("select sum(xmin::text::bigint) from image_uses where name = 'job'"));
        Assert.Equal(3, await stage.CountAsync("select count(*) from image_uses"));
        Assert.Equal(1, await stage.CountAsync($"select count(*) from image_uses where digest = '{Digest('a')}' and name = 'web' and last_seen = '{Stage.Start.AddMinutes(1):O}'"));
        Assert.Equal(1, await stage.CountAsync($"select count(*) from image_uses where digest = '{Digest('b')}' and last_seen is null and first_seen = '{Stage.Start.AddMinutes(1):O}'"));
    }

    [Fact]
    public async Task Commit_OfWhatIsStored_WritesNoRow()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var whole = Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a'))], Facts('a', "verified"));
        await stage.Writer.CommitAsync(whole, Token);
        const string Rows = "select (select sum(xmin::text::bigint) from image_uses) + (select sum(xmin::text::bigint) from image_facts)";
        var before = await stage.CountAsync(Rows);

        await stage.Writer.CommitAsync(whole with { At = Stage.Start.AddMinutes(1) }, Token);
        await CommitAsync(stage, 2, Runs("shop", "web", Use(Shop, "1", 'a')));

        Assert.Equal(before, await stage.CountAsync(Rows));
        Assert.Equal(1, await stage.CountAsync("select count(*) from snapshots"));
    }

    [Fact]
    public async Task Use_ThatComesBack_HasTheTimeOfItsFirstBeginning()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a'))]), Token);
        await CommitAsync(stage, 1, Runs("shop", "web"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from image_uses where last_seen is not null"));

        await CommitAsync(stage, 2, Runs("shop", "web", Use(Shop, "1", 'a')));

        Assert.Equal(1, await stage.CountAsync($"select count(*) from image_uses where last_seen is null and first_seen = '{Stage.Start:O}'"));
    }

    [Fact]
    public async Task Digest_ThatIsLearnt_TakesThePlaceOfTheReference()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", null)), Runs("shop", "cron", Use(Shop, "1", null))]), Token);

        await CommitAsync(stage, 1, Runs("shop", "web", Use(Shop, "1", 'a')));

        Assert.Equal(0, await stage.CountAsync("select count(*) from image_uses where name = 'web' and digest is null"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from image_uses where name = 'cron' and digest is null and last_seen is null"));
    }

    [Fact]
    public async Task WholeState_EndsWhatIsNotInIt_AndForgetsFactsOfIt()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a')), Runs("bank", "vault", Use(Bank, "1", 'b'))], Facts('a', "verified"), Facts('b', "verified")), Token);

        await stage.Writer.CommitAsync(Whole(stage, 1, [Runs("shop", "web", Use(Shop, "1", 'a'))]) with { Kept = [Facts('a', "verified").Ref] }, Token);

        Assert.Equal(1, await stage.CountAsync("select count(*) from image_uses where last_seen is null"));
        Assert.Equal(2, await stage.CountAsync("select count(*) from image_uses"));
        Assert.Equal(1, await stage.CountAsync($"select count(*) from image_facts where digest = '{Digest('a')}'"));
        Assert.Equal(1, await stage.CountAsync("select count(*) from image_facts"));
    }

    [Fact]
    public async Task Facts_ThatChangeOrGo_AreFollowed()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a'))], Facts('a', "notSigned")), Token);

        await stage.Writer.CommitAsync(Built.Commit(stage, 1) with { Put = [Facts('a', "verified", 1, signer: "me@example.test")] }, Token);
        Assert.Equal(1, await stage.CountAsync("select count(*) from image_facts where state = 'verified' and signer = 'me@example.test'"));
        // Whatever a cluster or a folder calls a state, it is none of ours and no good news.
        await stage.Writer.CommitAsync(Built.Commit(stage, 2) with { Put = [Facts('a', "VERIFIED!")] }, Token);
        Assert.Equal(1, await stage.CountAsync("select count(*) from image_facts where state = 'notChecked'"));

        await stage.Writer.CommitAsync(Built.Commit(stage, 3) with { Removed = [Facts('a', "verified").Ref] }, Token);
        Assert.Equal(0, await stage.CountAsync("select count(*) from image_facts"));
    }

    [Fact]
    public async Task Uses_CarryWhatListsAreSortedBy_WhateverComesOrGoes()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        async Task<(long Known, long Wrong)> CopiesAsync() =>
            (await stage.CountAsync("select count(*) from image_uses where rank is not null"),
            await stage.CountAsync("""
                select count(*) from image_uses u left join image_facts f on f.cluster_id = u.cluster_id and f.image = u.image
                where (u.rank, u.created_at, u.stack) is distinct from (f.rank, f.created_at, f.stack)
                    or (u.transport, u.anonymous_pull) is distinct from (case when f.repository = u.repository then f.transport end, case when f.repository = u.repository then f.anonymous_pull end)
                """));

        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "web", Use(Shop, "1", 'a')), Runs("bank", "vault", Use(Bank, "1", 'b'))], Facts('a', "notSigned")), Token);
        Assert.Equal((1, 0), await CopiesAsync());
        await stage.Writer.CommitAsync(Built.Commit(stage, 1) with { Put = [Facts('a', "verified", 1), Facts('b', "invalid", 1)] }, Token);
        Assert.Equal((2, 0), await CopiesAsync());
        // A use of what is known already; and one that has ended, which stays a row of lists over the past.
        await stage.Writer.CommitAsync(Built.Commit(stage, 2) with { Images = [Runs("shop", "job", Use(Shop, "1", 'a')), Runs("bank", "vault")] }, Token);
        Assert.Equal((3, 0), await CopiesAsync());
        // What it stands on and what its registry said, each new alone; another repository's answer is not its own.
        var facts = Facts('a', "verified", 1);
        facts.Spec.Ancestors = [new() { Repository = "registry.test/core", Digest = Digest('9'), Owner = "operations" }];
        await stage.Writer.CommitAsync(Built.Commit(stage, 2) with { Put = [facts] }, Token);
        Assert.Equal((3, 0), await CopiesAsync());
        Assert.Equal(2, await stage.CountAsync("select count(*) from image_uses where stack is not null"));
        foreach (var (repository, told) in new[] { (Shop, 2), (Bank, 0) })
        {
            facts.Spec.Registry = new() { Repository = repository, Transport = "https", AnonymousPull = true };
            await stage.Writer.CommitAsync(Built.Commit(stage, 2) with { Put = [facts] }, Token);
            Assert.Equal((3, 0), await CopiesAsync());
            Assert.Equal(told, await stage.CountAsync("select count(*) from image_uses where transport = 'https' and anonymous_pull"));
        }
        await stage.Writer.CommitAsync(Built.Commit(stage, 3) with { Removed = [Facts('b', "invalid").Ref] }, Token);
        Assert.Equal((2, 0), await CopiesAsync());
        await stage.Writer.CommitAsync(Whole(stage, 4, [Runs("shop", "web", Use(Shop, "1", 'a'))]), Token);
        Assert.Equal((0, 0), await CopiesAsync());
    }

    [Fact]
    public async Task HostileTexts_AreStoredAndNeverMergeTwoImages()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var length = new string('x', 5000);

        await stage.Writer.CommitAsync(Whole(stage, 0, [Runs("shop", "a\0b", Use($"evil.test/{length}1", "\ud800", null), Use($"evil.test/{length}2", "\ud800", null))]), Token);

        Assert.Equal(2, await stage.CountAsync("select count(distinct image) from image_uses where last_seen is null"));
    }

    [Fact]
    public void States_AreThoseOfTheJudge() =>
        Assert.Equal(Enum.GetValues<ProvenanceState>().Select(ProvenanceWords.Of).Order(StringComparer.Ordinal), ImageTrust.States.Order(StringComparer.Ordinal));

    private static Task<Guid> CommitAsync(Stage stage, int minute, params WorkloadImages[] images) => stage.Writer.CommitAsync(Built.Commit(stage, minute) with { Images = images }, Token);
}
