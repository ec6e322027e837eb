using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Posture.TestKit.Registry;

namespace Posture.TestKit.Provenance;

/// <summary>
/// A repository of The Update Framework in small, served on this machine: keys of its own, signed as Sigstore's is; every part can be made wrong before or after it is signed.
/// </summary>
public sealed class TufLab : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Bare = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, int> _versions = new() { ["root"] = 0, ["timestamp"] = 0, ["snapshot"] = 0, ["targets"] = 0 };
    private readonly RegistryStub _server;
    private List<TufLabKey> _formerRootKeys = [];

    private TufLab(RegistryStub server) => _server = server;

    /// <summary>When everything is made.</summary>
    public static DateTimeOffset At => SigstoreLab.At;

    /// <summary>Keys that a root gives each role, and that sign for it.</summary>
    public Dictionary<string, List<TufLabKey>> Keys { get; } = new()
    {
        ["root"] = [TufLabKey.New(), TufLabKey.New(), TufLabKey.New()],
        ["timestamp"] = [TufLabKey.New()],
        ["snapshot"] = [TufLabKey.New()],
        ["targets"] = [TufLabKey.New()],
    };

    /// <summary>How many of them have to sign.</summary>
    public Dictionary<string, int> Thresholds { get; } = new() { ["root"] = 2, ["timestamp"] = 1, ["snapshot"] = 1, ["targets"] = 1 };

    /// <summary>Changes what a role says before it is signed.</summary>
    public Action<string, JsonObject>? Change { get; set; }

    /// <summary>Who signs, instead of all keys of the role.</summary>
    public Func<string, IEnumerable<TufLabKey>>? Signers { get; set; }

    /// <summary>Answers instead of the file; false gives the file.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>What is served, by path.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; private set; } = [];

    /// <summary>Its address.</summary>
    public string Address => $"http://{_server.Host}/tuf";

    /// <summary>Paths that were asked for.</summary>
    public IReadOnlyList<string> Asked => [.. _server.Asked.Select(asked => asked.Path["/tuf/".Length..])];

    /// <summary>A repository with its first root and a target.</summary>
    public static async Task<TufLab> StartAsync(string target)
    {
        TufLab? lab = null;
        lab = new(await RegistryStub.StartAsync(context => lab!.AnswerAsync(context)));
        lab.PublishRoot();
        lab.Publish(target);
        return lab;
    }

    /// <summary>Gives out a next root with the keys of now, signed by those of before too.</summary>
    /// <returns>The file.</returns>
    public byte[] PublishRoot()
    {
        var (roles, keys) = (new JsonObject(), new JsonObject());
        foreach (var (role, of) in Keys)
        {
            roles[role] = new JsonObject { ["keyids"] = new JsonArray([.. of.Select(key => (JsonNode)key.Id)]), ["threshold"] = Thresholds[role] };
            foreach (var key in of)
                keys[key.Id] = key.Json.DeepClone();
        }
        var former = _formerRootKeys;
        _formerRootKeys = [.. Keys["root"]];
        var bytes = Signed("root", TimeSpan.FromDays(365), new() { ["consistent_snapshot"] = true, ["keys"] = keys, ["roles"] = roles }, former);
        Files[$"{_versions["root"]}.root.json"] = bytes;
        return bytes;
    }

    /// <summary>Gives out a target, and everything that vouches for it, each with its next version.</summary>
    public void Publish(string target)
    {
        var content = Encoding.UTF8.GetBytes(target);
        Files[$"targets/{Hash(content)}.trusted_root.json"] = content;
        var targets = Signed("targets", TimeSpan.FromDays(90), new() { ["targets"] = new JsonObject { ["trusted_root.json"] = Announced(content, null) } });
        PublishSnapshot(targets);
    }

    /// <summary>Gives out these targets.</summary>
    public void PublishSnapshot(byte[] targets)
    {
        Files[$"{_versions["targets"]}.targets.json"] = targets;
        var snapshot = Signed("snapshot", TimeSpan.FromDays(30), new() { ["meta"] = new JsonObject { ["targets.json"] = Announced(targets, _versions["targets"]) } });
        Files[$"{_versions["snapshot"]}.snapshot.json"] = snapshot;
        PublishTimestamp(snapshot);
    }

    /// <summary>Gives out a timestamp for this snapshot.</summary>
    public void PublishTimestamp(byte[] snapshot) =>
        Files["timestamp.json"] = Signed("timestamp", TimeSpan.FromDays(7), new() { ["meta"] = new JsonObject { ["snapshot.json"] = Announced(snapshot, _versions["snapshot"]) } });

    /// <summary>What the lab gives out now and would give out next, to go back to.</summary>
    public Action Remember()
    {
        var (files, versions) = (new ConcurrentDictionary<string, byte[]>(Files), _versions.ToDictionary());
        return () =>
        {
            Files = files;
            foreach (var (role, version) in versions)
                _versions[role] = version;
        };
    }

    /// <summary>The next version that a role gives out is this plus one.</summary>
    public void Count(string role, int version) => _versions[role] = version;

    /// <summary>Signs what a role says.</summary>
    public byte[] Signed(string role, TimeSpan good, JsonObject says, IEnumerable<TufLabKey>? also = null)
    {
        says["_type"] = role;
        says["spec_version"] = "1.0.31";
        says["version"] = ++_versions[role];
        says["expires"] = (At + good).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Change?.Invoke(role, says);
        var canonical = Encoding.UTF8.GetBytes(Sorted(says)!.ToJsonString(Bare).Replace("\\n", "\n", StringComparison.Ordinal));
        var signers = Signers?.Invoke(role) ?? [.. Keys[role], .. also ?? []];
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["signed"] = says,
            ["signatures"] = new JsonArray([.. signers.Select(key => (JsonNode)new JsonObject { ["keyid"] = key.Id, ["sig"] = Convert.ToHexStringLower(key.Sign(canonical)) })]),
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static JsonObject Announced(byte[] content, int? version)
    {
        var file = new JsonObject { ["length"] = content.Length, ["hashes"] = new JsonObject { ["sha256"] = Hash(content), ["sha512"] = Convert.ToHexStringLower(SHA512.HashData(content)) } };
        if (version is not null)
            file["version"] = version;
        return file;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Made otherwise than the product makes it; alike for what is in a lab's metadata, which has no text that JSON has to escape but line ends of keys.</summary>
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private async Task AnswerAsync(HttpContext context)
    {
        if (Instead is not null && await Instead(context))
            return;
        if (Files.TryGetValue(context.Request.Path.Value!["/tuf/".Length..], out var file))
            await context.Response.Body.WriteAsync(file);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
