using System.Text;
using System.Text.Json;
using Posture.Collectors.Trust;
using Posture.TestKit.Provenance;

namespace Posture.Collectors.Tests.Trust;

/// <summary>What changes with time: roots that follow each other, and what was seen before, which is never gone back on. Every look is one of a process that has just started.</summary>
public sealed class TufHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Roots_ThatFollowEachOther_AreWalkedOver_AndNotAgainAfterARestart()
    {
        await using var stage = await TufStage.StartAsync();
        // The one in between is long past its end, which does not matter.
        stage.Lab.Change = (_, says) => says["expires"] = says["version"]!.GetValue<int>() == 2 && says["_type"]!.GetValue<string>() == "root" ? "2020-01-01T00:00:00Z" : says["expires"]!.DeepClone();
        for (var i = 0; i < 2; i++)
        {
            foreach (var keys in stage.Lab.Keys.Values)
                for (var key = 0; key < keys.Count; key++)
                    keys[key] = TufLabKey.New();
            stage.Lab.PublishRoot();
        }
        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
        Assert.Equal(["2.root.json", "3.root.json", "4.root.json", "timestamp.json"], stage.Lab.Asked.Take(4));
        var asked = stage.Lab.Asked.Count;
        Assert.Null(await stage.CodeAsync());
        Assert.Equal("4.root.json", stage.Lab.Asked[asked]);
    }

    [Fact]
    public async Task Root_ThatNotBothOldAndNewKeysSigned_IsRefused()
    {
        await using var stage = await TufStage.StartAsync();
        List<TufLabKey> old = [.. stage.Lab.Keys["root"]], next = [TufLabKey.New(), TufLabKey.New()];
        stage.Lab.Keys["root"] = next;

        async Task<string?> CodeWhenSignedByAsync(params TufLabKey[] signers)
        {
            var back = stage.Lab.Remember();
            stage.Lab.Signers = role => role == "root" ? signers : stage.Lab.Keys[role];
            stage.Lab.PublishRoot();
            var code = await stage.CodeAsync();
            back();
            return code;
        }
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync([.. next]));
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync([.. next, old[0], old[0]]));
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync([.. old]));
        Assert.Equal("tuf.signatures", await CodeWhenSignedByAsync([.. old, next[0]]));
        Assert.Null(await CodeWhenSignedByAsync([old[0], old[2], .. next]));
    }

    [Theory]
    [InlineData(1)] // the same again
    [InlineData(3)] // one left out
    public async Task Root_OfAnotherVersionThanTheNext_IsRefused(int version)
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Count("root", version - 1);
        stage.Lab.Files["2.root.json"] = stage.Lab.PublishRoot();
        Assert.Equal("tuf.mismatch", await stage.CodeAsync());
    }

    [Fact]
    public async Task Roots_WithoutEnd_AreWalkedOverInParts()
    {
        await using var stage = await TufStage.StartAsync();
        for (var i = 0; i < TufClient.MaxRoots + 10; i++)
            stage.Lab.PublishRoot();
        Assert.Equal("tuf.too_large", await stage.CodeAsync());
        Assert.Null(await stage.CodeAsync());
    }

    [Fact]
    public async Task Timestamp_OlderThanSeen_IsRefused_AlsoAfterARestart()
    {
        await using var stage = await TufStage.StartAsync();
        var back = stage.Lab.Remember();
        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
        back();
        Assert.Equal("tuf.rollback", await stage.CodeAsync());
    }

    [Fact]
    public async Task Snapshot_OlderThanSeen_UnderANewTimestamp_IsRefused()
    {
        await using var stage = await TufStage.StartAsync();
        var old = stage.Lab.Files["1.snapshot.json"];
        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
        stage.Lab.Count("snapshot", 1);
        stage.Lab.PublishTimestamp(old);
        Assert.Equal("tuf.rollback", await stage.CodeAsync());
    }

    [Fact]
    public async Task Targets_OlderThanSeen_UnderANewSnapshot_AreRefused()
    {
        await using var stage = await TufStage.StartAsync();
        var old = stage.Lab.Files["1.targets.json"];
        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
        stage.Lab.Count("targets", 1);
        stage.Lab.PublishSnapshot(old);
        Assert.Equal("tuf.rollback", await stage.CodeAsync());
    }

    [Fact]
    public async Task File_ThatASnapshotNamedBefore_MayNotDisappear()
    {
        await using var stage = await TufStage.StartAsync();
        stage.Lab.Change = (role, says) =>
        {
            if (role == "snapshot")
                says["meta"]!["other.json"] = new System.Text.Json.Nodes.JsonObject { ["version"] = 1 };
        };
        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
        stage.Lab.Change = null;
        stage.Lab.Publish(stage.Target);
        Assert.Equal("tuf.rollback", await stage.CodeAsync());
    }

    /// <summary>Another timestamp of the same version is no news: the one that was seen counts, and its end too.</summary>
    [Fact]
    public async Task Timestamp_OfTheVersionThatWasSeen_DoesNotTakeItsPlace()
    {
        await using var stage = await TufStage.StartAsync();
        Assert.Null(await stage.CodeAsync());
        stage.Lab.Count("timestamp", 0);
        stage.Lab.Change = (_, says) => says["expires"] = "2126-01-01T00:00:00Z";
        stage.Lab.PublishTimestamp(stage.Lab.Files["1.snapshot.json"]);
        stage.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal("tuf.expired", await stage.CodeAsync());
    }

    /// <summary>Whoever stole a key may have pushed versions up to the end; new keys end that (specification, 5.3.11).</summary>
    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    public async Task Versions_PushedUpByAThief_EndWithTheKeysThatWereStolen(string role)
    {
        await using var stage = await TufStage.StartAsync();
        var back = stage.Lab.Remember();
        stage.Lab.Count(role, 1_000_000);
        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
        back();
        stage.Lab.Publish(stage.Target);
        Assert.Equal("tuf.rollback", await stage.CodeAsync());
        stage.Lab.Keys[role] = [TufLabKey.New()];
        stage.Lab.PublishRoot();
        stage.Lab.Publish(stage.Target);
        Assert.Null(await stage.CodeAsync());
    }

    /// <summary>Roots that Sigstore's public instance gave out: their signatures are over the canonical form, so that it is made as others make it.</summary>
    [Fact]
    public async Task PublicRoots_FollowEachOther_AndTheLastIsTheOneOfThisVersion()
    {
        var files = new Dictionary<int, byte[]>();
        foreach (var version in new[] { 13, 14, 15, 16 })
            files[version] = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Trust", "Public", $"{version}.root.json"), Token);
        var root = TufRoot.Parse(files[13]).Next(files[14]).Next(files[15]).Next(files[16]);
        Assert.Equal((16, "2027-04-22"), (root.Metadata.Version, root.Metadata.Expires.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        await using var embedded = typeof(TufRoot).Assembly.GetManifestResourceStream("Posture.Collectors.Trust.public-root.json")!;
        using var bytes = new MemoryStream();
        await embedded.CopyToAsync(bytes, Token);
        Assert.Equal(files[16], bytes.ToArray());

        Assert.Equal("tuf.mismatch", Assert.Throws<TrustException>(() => TufRoot.Parse(files[13]).Next(files[15])).Code);
        Assert.Equal("tuf.signatures", Assert.Throws<TrustException>(() => TufRoot.Parse(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files[13]).Replace("2026-01-22", "2036-01-22", StringComparison.Ordinal)))).Code);
    }

    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true, false, null, -7 ] }""", """{"a":[true,false,null,-7],"b":1}""")]
    [InlineData(""" "\u00e9\n\t\"\\\/\u001b" """, "\"\u00e9\n\t\\\"\\\\/\u001b\"")] // nothing escaped but quotes and backslashes
    [InlineData("""{ "\ud83d\ude00" : 1, "\uff21" : 2, "" : 3 }""", "{\"\":3,\"\uff21\":2,\"\U0001f600\":1}")] // by code points, which UTF-16 would turn round
    public void CanonicalForm_IsTheOneOfTheSpecification(string json, string canonical)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Of(document.RootElement)));
    }
}
