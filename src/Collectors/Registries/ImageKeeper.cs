using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Provenance;
using Posture.Collectors.Hosting;
using Posture.Collectors.Trust;
using Posture.Model.Inventory;

namespace Posture.Collectors.Registries;

/// <summary>What the registries of the configuration say of digests, for all clusters of this process: a digest that runs in many is asked for once.</summary>
internal sealed partial class ImageKeeper(IOptionsMonitor<CollectorOptions> options, TrustKeeper trust, TimeProvider time, ILogger<ImageKeeper> logger) : IDisposable
{
    /// <summary>How long an answer holds; a signature that appears is seen within this time.</summary>
    internal static readonly TimeSpan Good = TimeSpan.FromHours(24);

    /// <summary>How long a failure holds, before it is tried again.</summary>
    internal static readonly TimeSpan Failed = TimeSpan.FromMinutes(15);

    private const int MaxHeld = 100_000;

    private readonly ConcurrentDictionary<RegistryDefinition, RegistryClient> _clients = [];
    private readonly ConcurrentDictionary<(string Repository, string Digest), (Task<ImageLook> Look, DateTimeOffset Until)> _held = [];

    /// <summary>Whether any registry is named.</summary>
    public bool IsOn => options.CurrentValue.Registries.Count > 0;

    /// <summary>How long what is held of a digest stays good.</summary>
    public static TimeSpan Holds(ImageFactsData facts) => facts.Trust is { State: "notChecked", Code: not (ProvenanceJudge.NoRule or ProvenanceCodes.NoKey) } ? Failed : Good;

    /// <summary>Whether the registry of an image is one of those that may be asked.</summary>
    public bool Asks(ImageReference image) => DefinitionOf(image) is not null;

    /// <summary>Looks a digest up, and judges it by the policy; null when its registry is not named.</summary>
    public async Task<ImageFactsData?> LookAsync(ImageReference image, string digest, PosturePolicy policy, CancellationToken cancellationToken)
    {
        if (DefinitionOf(image) is not { } definition || !OciManifest.IsDigest(digest))
            return null;
        var key = (image.Repository, digest);
        if (!_held.TryGetValue(key, out var held) || held.Until <= time.GetUtcNow())
        {
            if (_held.Count >= MaxHeld)
                _held.Clear();
            // Not the asker's token: another cluster may wait for the same answer.
            held = _held[key] = (AskAsync(definition, image, digest), time.GetUtcNow() + Good);
        }
        var look = await held.Look.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (look.Evidence.Unread.Count > 0)
            _held[key] = (held.Look, look.At + Failed);
        return look.Judged(policy.SignersOf(image), digest, trust.InUse);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private RegistryDefinition? DefinitionOf(ImageReference image) => options.CurrentValue.Registries.FirstOrDefault(definition => definition.Host == image.Host);

    private async Task<ImageLook> AskAsync(RegistryDefinition definition, ImageReference image, string digest)
    {
        var at = time.GetUtcNow();
        try
        {
            var client = _clients.GetOrAdd(definition, static (of, clock) => of.Open(clock), time);
            var facts = await ImageBasics.ReadAsync(client, image.Path, digest, BaseAsync, CancellationToken.None).ConfigureAwait(false);
            return new(image.Host, at, facts, await new ProvenanceReader(client, time).ReadAsync(image.Path, digest, CancellationToken.None).ConfigureAwait(false));
        }
        catch (RegistryException failed)
        {
            LogFailed(image.Repository, digest, failed.Code, failed.Message);
            return new(image.Host, at, null, new([], [(failed.Code, failed.Message)], at));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One image that this product cannot cope with must not end the look at all others.
            LogFault(fault, image.Repository, digest);
            return new(image.Host, at, null, new([], [("registry.fault", "a fault of this product, which its log tells of")], at));
        }
    }

    /// <summary>What a base is now, where its registry is named too.</summary>
    private async Task<(string Digest, DateTimeOffset? Created)?> BaseAsync(string name, CancellationToken cancellationToken)
    {
        if (ImageReference.Parse(name) is not { IsWellFormed: true } image || DefinitionOf(image) is not { } definition)
            return null;
        try
        {
            var client = _clients.GetOrAdd(definition, static (of, clock) => of.Open(clock), time);
            var manifest = await client.ManifestAsync(image.Path, image.Tag ?? "latest", cancellationToken).ConfigureAwait(false);
            var basics = await ImageBasics.ReadAsync(client, image.Path, manifest.Digest, null, cancellationToken).ConfigureAwait(false);
            return (manifest.Digest, basics.Created);
        }
        catch (RegistryException)
        {
            return null; // the base is then not judged; the image is
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repository}@{Digest} could not be looked up: {Code}: {Reason}")]
    private partial void LogFailed(string repository, string digest, string code, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Repository}@{Digest} could not be looked up")]
    private partial void LogFault(Exception fault, string repository, string digest);
}
