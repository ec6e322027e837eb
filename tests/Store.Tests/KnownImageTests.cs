using Npgsql;
using Posture.Model.Inventory;
using Posture.Store.Commands;
using static Posture.Store.Tests.ImageStage;

namespace Posture.Store.Tests;

/// <summary>What images say of themselves, kept by digest for collectors alone.</summary>
public sealed class KnownImageTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Said_ComesBackAsItWas()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var images = new KnownImages(stage.Sources.Collector);
        var said = new ImageFactsData
        {
            Created = Stage.Start,
            Labels = StringMap.From([KeyValuePair.Create("hostile", "\0\ud800'; drop table known_images")]),
            Platforms = ["linux/amd64"],
            Layers = new() { Platform = "linux/amd64", DiffIds = [Digest('1'), Digest('2')] },
        };

        await images.KeepAsync(Shop, Digest('a'), said, Known(Shop, 'a'), Stage.Start, Token);
        await images.KeepAsync(Shop, Digest('a'), new(), null, Stage.Start, Token); // what a digest says cannot change

        var kept = await images.FindAsync(Shop, Digest('a'), Token);
        Assert.Equal((Stage.Start, 2, true), (kept!.Created, kept.Layers!.DiffIds.Count, kept.Labels!["hostile"]!.StartsWith('\0')));
        Assert.Null(await images.FindAsync(Shop, Digest('b'), Token));
        Assert.Null(await images.FindAsync(Bank, Digest('a'), Token));
        await images.NameAsync(Shop, Digest('a'), "1.0.0", Stage.Start.AddMinutes(5), Token);
        Assert.Equal((Known(Shop, 'a') with { Created = Stage.Start }, "1.0.0"), Assert.Single(await images.ReadAsync(Stage.Start.AddMinutes(5), Token)));
        Assert.Empty(await images.ReadAsync(Stage.Start.AddMinutes(6), Token));
    }

    /// <summary>A version that reads more asks again and keeps more; one that reads less asks again and leaves it.</summary>
    [Fact]
    public async Task ReadAnotherWay_IsAskedForAgain_AndTheLaterVersionStays()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var (now, later) = (new KnownImages(stage.Sources.Collector), new KnownImages(stage.Sources.Collector, KnownImages.Version + 1));
        await now.KeepAsync(Shop, Digest('a'), new() { Owner = "now" }, Known(Shop, 'a'), Stage.Start, Token);
        await now.NameAsync(Shop, Digest('a'), "1.0.0", Stage.Start, Token);

        Assert.Null(await later.FindAsync(Shop, Digest('a'), Token));
        Assert.Equal("1.0.0", Assert.Single(await later.ReadAsync(DateTimeOffset.UnixEpoch, Token)).Tag); // its layers and its name mean the same
        await later.KeepAsync(Shop, Digest('a'), new() { Owner = "later" }, Known(Shop, 'a'), Stage.Start.AddMinutes(1), Token);
        Assert.Equal("later", (await later.FindAsync(Shop, Digest('a'), Token))!.Owner);

        Assert.Null(await now.FindAsync(Shop, Digest('a'), Token));
        await now.KeepAsync(Shop, Digest('a'), new() { Owner = "now" }, null, Stage.Start.AddMinutes(2), Token);
        Assert.Equal("later", (await later.FindAsync(Shop, Digest('a'), Token))!.Owner);
        Assert.Equal("1.0.0", Assert.Single(await now.ReadAsync(DateTimeOffset.UnixEpoch, Token)).Tag);
    }

    [Fact]
    public async Task TextThatIsTooLong_IsNotKept()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var images = new KnownImages(stage.Sources.Collector);

        await images.KeepAsync(Shop, Digest('a'), new() { Labels = StringMap.From([KeyValuePair.Create("x", new string('x', KnownImages.MaxText))]) }, null, Stage.Start, Token);

        Assert.Equal(0, await stage.CountAsync("select count(*) from known_images"));
    }

    [Fact]
    public async Task TooMany_ThoseGoThatWereNotUsedForLongest()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        var images = new KnownImages(stage.Sources.Collector);
        foreach (var (letter, minute) in new[] { ('a', 0), ('b', 1), ('c', 2) })
            await images.KeepAsync(Shop, Digest(letter), new(), Known(Shop, letter), Stage.Start.AddMinutes(minute), Token);

        await images.UseAsync([(Shop, Digest('a'))], Stage.Start.AddMinutes(9), 2, Token);

        Assert.Equal([Digest('a'), Digest('c')], (await images.ReadAsync(DateTimeOffset.UnixEpoch, Token)).Select(one => one.Image.Digest));
    }

    [Fact]
    public async Task Pages_ReadNothingOfIt()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        foreach (var source in new[] { stage.Sources.Web, stage.Sources.Export, stage.Sources.Identity })
        {
            await using var command = source.CreateCommand("select count(*) from known_images");
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync(Token))).SqlState);
        }
    }

    private static KnownImage Known(string repository, char digest) => new(repository, Digest(digest), "linux/amd64", Digest('9'), 2, null);
}
