using System.Text;
using System.Text.Json.Nodes;
using Posture.Collectors.Trust;
using Posture.TestKit.Provenance;

namespace Posture.Collectors.Tests.Trust;

/// <summary>A trusted root from a repository of The Update Framework: given when everything is as it should be, and refused by code when anything is not.</summary>
public sealed class TufClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Repository_InOrder_GivesItsTarget_AndTheSecondTimeDoesNotFetchItAgain()
    {
        await using var stage = await TufStage.StartAsync();
        Assert.Null(await stage.CodeAsync());
        var target = Assert.Single(stage.Lab.Files.Keys, name => name.StartsWith("targets/", StringComparison.Ordinal));
        string[] first = ["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json", target];
        Assert.Equal(first, stage.Lab.Asked);
        Assert.Equal(stage.Lab.Files[target], await File.ReadAllBytesAsync(Path.Combine(stage.Seen, TufClient.Target), Token));

        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
        Assert.Equal(["2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json"], stage.Lab.Asked.Skip(first.Length));
    }

    [Theory]
    [InlineData("ecdsa")]
    [InlineData("ecdsa-sha2-nistp256")]
    [InlineData("ed25519")]
    [InlineData("rsa")]
    public async Task Keys_OfEveryKnownKind_Count(string type)
    {
        await using var stage = await TufStage.StartAsync();
        foreach (var keys in stage.Lab.Keys.Values)
            for (var i = 0; i < keys.Count; i++)
                keys[i] = TufLabKey.New(type);
        stage.Lab.PublishRoot();
        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
    }

    [Fact]
    public async Task KeyOfUnknownKind_CountsForNothing_AndDoesNotHinderOthers()
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Keys["root"].Add(TufLabKey.New() with { Json = new() { ["keytype"] = "sphincs", ["scheme"] = "sphincs", ["keyval"] = new JsonObject { ["public"] = "?" } } });
        stage.Lab.Keys["root"].Add(TufLabKey.New() with { Json = new() { ["keytype"] = "ecdsa", ["scheme"] = "ecdsa-sha2-nistp256", ["keyval"] = new JsonObject { ["public"] = "no PEM" } } });
        stage.Lab.PublishRoot();
        Assert.Null(await stage.CodeAsync());

        stage.Lab.Keys["timestamp"] = [TufLabKey.New() with { Json = new() { ["keytype"] = "ecdsa", ["scheme"] = "ecdsa-of-tomorrow", ["keyval"] = new JsonObject { ["public"] = "?" } } }];
        stage.Lab.PublishRoot();
        stage.Lab.Publish(stage.Target);
        Assert.Equal("tuf.signatures", await stage.CodeAsync());
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task MetadataOfARole_WithFewerKeysThanNeeded_IsRefused(string role)
    {
        await using var stage = await TufStage.StartAsync();
        var (first, second, stranger) = (stage.Lab.Keys[role][0], TufLabKey.New(), TufLabKey.New());
        stage.Lab.Keys[role].Add(second);
        stage.Lab.Thresholds[role] = 2;
        stage.Lab.PublishRoot();

        async Task<string?> CodeWhenSignedByAsync(params TufLabKey[] signers)
        {
            stage.Lab.Signers = of => of == role ? signers : stage.Lab.Keys[of];
            stage.Lab.Publish(stage.Target);
            return await stage.CodeAsync();
        }
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync());
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync(first));
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync(first, first)); // twice by one
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync(first, stranger));
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync(first, stranger with { Id = second.Id })); // under another's name
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync(first, stage.Lab.Keys["root"][0])); // a key of another role
        Assert.Null(await CodeWhenSignedByAsync(first, second));
    }

    [Fact]
    public async Task OneKey_UnderTwoNames_IsOne()
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Keys["targets"].Add(stage.Lab.Keys["targets"][0].Alias());
        stage.Lab.Thresholds["targets"] = 2;
        stage.Lab.PublishRoot();
        stage.Lab.Publish(stage.Target);
        Assert.Equal("tuf.signatures", await stage.CodeAsync());
    }

    [Fact]
    public async Task SignedContent_ChangedAfterwards_IsRefused()
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Files["timestamp.json"] = Replaced(stage.Lab.Files["timestamp.json"], "2026-11-09", "2036-11-09");
        Assert.Equal("tuf.signatures", await stage.CodeAsync());
    }

    [Theory]
    [InlineData("timestamp", 8)]
    [InlineData("snapshot", 31)]
    [InlineData("targets", 91)]
    [InlineData("root", 366)]
    public async Task Metadata_NotRenewedInTime_IsRefused(string role, int days)
    {
        await using var stage = await TufStage.StartAsync();
        // What is checked before it is good for ever.
        stage.Lab.Change = (of, says) => says["expires"] = of == role ? says["expires"]!.DeepClone() : "2126-01-01T00:00:00Z";
        stage.Lab.PublishRoot();
        stage.Lab.Publish(stage.Target);
        stage.Time.Advance(TimeSpan.FromDays(days - 2));
        Assert.Null(await stage.CodeAsync());
        stage.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal("tuf.expired", await stage.CodeAsync());
    }

    [Theory]
    [InlineData("1.snapshot.json")]
    [InlineData("1.targets.json")]
    [InlineData("targets/")]
    public async Task File_ThatIsNotWhatWasAnnounced_IsRefused(string start)
    {
        await using var stage = await TufStage.StartAsync();
        var name = stage.Lab.Files.Keys.Single(name => name.StartsWith(start, StringComparison.Ordinal));
        var good = stage.Lab.Files[name];

        stage.Lab.Files[name] = [.. good.AsSpan(0, good.Length - 1), (byte)(good[^1] ^ 1)]; // same length
        Assert.Equal("tuf.mismatch", await stage.CodeAsync());
        stage.Lab.Files[name] = good[..^1];
        Assert.Equal("tuf.mismatch", await stage.CodeAsync());
        stage.Lab.Files[name] = [.. good, (byte)' '];
        Assert.Equal("tuf.too_large", await stage.CodeAsync());
        stage.Lab.Files.TryRemove(name, out _);
        Assert.Equal("tuf.missing", await stage.CodeAsync());
        stage.Lab.Files[name] = good;
        Assert.Null(await stage.CodeAsync());
    }

    /// <summary>Both are well signed, and do not belong together.</summary>
    [Theory]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task File_OfAnotherVersionThanAnnounced_IsRefused(string role)
    {
        await using var stage = await TufStage.StartAsync();
        // Without hashes, which the specification allows, versions alone hold files together.
        stage.Lab.Change = (of, says) =>
        {
            if (says["meta"]?[role + ".json"] is JsonObject file)
                (_, _) = (file.Remove("hashes"), file.Remove("length"));
        };
        stage.Lab.Publish(stage.Target);
        stage.Lab.Files[$"2.{role}.json"] = stage.Lab.Files[$"1.{role}.json"];
        Assert.Equal("tuf.mismatch", await stage.CodeAsync());
    }

    [Theory]
    [InlineData("timestamp.json")]
    [InlineData("2.root.json")]
    [InlineData("1.snapshot.json")]
    public async Task AnswerWithoutEnd_IsNotRead(string name)
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Instead = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith(name, StringComparison.Ordinal))
                return false;
            var part = new byte[64 * 1024];
            for (var i = 0; i < 1024 && !context.RequestAborted.IsCancellationRequested; i++)
                await context.Response.BodyWriter.WriteAsync(part, CancellationToken.None);
            return true;
        };
        Assert.Equal("tuf.too_large", await stage.CodeAsync()); // and not what these bytes would be when all were read
    }

    [Fact]
    public async Task MirrorThatStalls_IsGivenUp()
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Instead = async context =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(31));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        Assert.Equal("tuf.timeout", await stage.CodeAsync());
    }

    [Fact]
    public async Task MirrorThatLeadsElsewhere_IsNotFollowed()
    {
        await using var stage = await TufStage.StartAsync();
        await using var other = await TufLab.StartAsync(stage.Target);
        stage.Lab.Instead = context =>
        {
            context.Response.Redirect(other.Address + "/timestamp.json");
            return Task.FromResult(true);
        };
        Assert.Equal("tuf.redirect_refused", await stage.CodeAsync());
        Assert.Empty(other.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"signed":{},"signatures":[]}""")]
    [InlineData("""{"signed":null,"signatures":null}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":null,"version":2,"expires":"2036-01-01T00:00:00Z"},"signatures":[]}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"2.0","version":2,"expires":"2036-01-01T00:00:00Z"},"signatures":[]}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":2.5,"expires":"2036-01-01T00:00:00Z"},"signatures":[]}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":-1,"expires":"2036-01-01T00:00:00Z"},"signatures":[]}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":99999999999999999999,"expires":"2036-01-01T00:00:00Z"},"signatures":[]}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":2,"expires":"soon"},"signatures":[]}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":2,"version":3,"expires":"2036-01-01T00:00:00Z"},"signatures":[]}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":2,"expires":"2036-01-01T00:00:00Z"},"signatures":[{"keyid":null,"sig":"zz"}]}""")]
    [InlineData("""{"signed":{"_type":"timestamp","spec_version":"1.0","version":2,"expires":"2036-01-01T00:00:00Z","x":"\ud800"},"signatures":[]}""")]
    [InlineData("""{"signed":{"_type":"snapshot","spec_version":"1.0","version":2,"expires":"2036-01-01T00:00:00Z"},"signatures":[]}""")]
    public async Task Metadata_ThatCannotBeRead_IsRefused(string json)
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Files["timestamp.json"] = Encoding.UTF8.GetBytes(json);
        Assert.Equal("tuf.malformed", await stage.CodeAsync());
    }

    [Fact]
    public async Task Metadata_DeeperThanAnyIs_IsRefused()
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Files["timestamp.json"] = Encoding.UTF8.GetBytes(new string('[', 20_000) + new string(']', 20_000));
        Assert.Equal("tuf.malformed", await stage.CodeAsync());
    }

    /// <summary>Signed by those who have to, and still nothing to go by.</summary>
    [Theory]
    [InlineData("timestamp", "meta", "tuf.malformed")]
    [InlineData("snapshot", "meta", "tuf.malformed")]
    [InlineData("targets", "targets", "tuf.missing")]
    public async Task Metadata_ThatNamesNothing_IsRefused(string role, string list, string code)
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Change = (of, says) =>
        {
            if (of == role)
                says[list] = new JsonObject();
        };
        stage.Lab.Publish(stage.Target);
        Assert.Equal(code, await stage.CodeAsync());
    }

    [Fact]
    public async Task Target_ThatIsNoTrustedRoot_IsNotTaken()
    {
        await using var stage = await TufStage.StartAsync();
        Assert.Null(await stage.CodeAsync());
        stage.Lab.Publish("""{"tlogs":[{}]}""");
        Assert.Equal("trust_root.malformed", await stage.CodeAsync());
        Assert.Equal(stage.Target, await File.ReadAllTextAsync(Path.Combine(stage.Seen, TufClient.Target), Token));
    }

    [Fact]
    public async Task Folder_ThatCannotBeWritten_IsSaid()
    {
        await using var stage = await TufStage.StartAsync();
        await File.WriteAllTextAsync(stage.Seen, "a file", Token);
        Assert.Equal("tuf.folder_unusable", await stage.CodeAsync());
    }

    private static byte[] Replaced(byte[] content, string old, string with)
    {
        var text = Encoding.UTF8.GetString(content);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace(old, with, StringComparison.Ordinal));
    }
}
