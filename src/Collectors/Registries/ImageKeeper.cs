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
    private readonly HeldAnswers<(string Repository, string Digest), ImageLook> _held = new(MaxHeld, time);
    private readonly HeldAnswers<(string Repository, string Tag), (string Digest, DateTimeOffset? Created)?> _named = new(MaxHeld, time);

    private readonly HeldAnswers<string, bool?> _anonymous = new(MaxHeld, time);

    /// <summary>What a digest says of itself can't change.</summary>
    private readonly ConcurrentDictionary<(string Repository, string Digest), ImageBasics> _basics = [];

    private readonly RepositoryTags _tags = new(time);

    /// <summary>Whether any registry is named.</summary>
    public bool IsOn => options.CurrentValue.Registries.Count > 0;

    /// <summary>Tells the root that is judged by from others.</summary>
    public string TrustMark => trust.InUse.Mark;

    /// <summary>How long what is held of a digest stays good.</summary>
    public static TimeSpan Holds(ImageFactsData facts) => facts.Trust is { State: "notChecked", Code: not (ProvenanceJudge.NoRule or ProvenanceCodes.NoKey) } ? Failed : Good;

    /// <summary>Whether the registry of an image is one of those that may be asked.</summary>
    public bool Asks(ImageReference image) => DefinitionOf(image) is not null;

    /// <summary>Looks a digest up, and judges it by the policy; null when its registry is not named.</summary>
    public async Task<ImageFactsData?> LookAsync(ImageReference image, string digest, PosturePolicy policy, IReadOnlyList<VerificationKey> known, CancellationToken cancellationToken)
    {
        if (DefinitionOf(image) is not { } definition || !OciManifest.IsDigest(digest))
            return null;
        var key = (image.Repository, digest);
        // Not the asker's token: another cluster may wait for the same answer.
        var look = await _held.Of(key, Good, () => AskAsync(definition, image, digest)).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (look.Evidence.Unread.Count > 0)
            _held.Shorten(key, look.At + Failed);
        var facts = look.Judged(policy.SignersOf(image), known, trust.InUse, digest);
        if (look.Basics is not null)
            facts.Registry = new()
            {
                Repository = image.Repository,
                Transport = definition.Transport,
                AnonymousPull = await AnonymousAsync(definition, image, digest).WaitAsync(cancellationToken).ConfigureAwait(false),
            };
        facts.Newest = await NewestAsync(image).WaitAsync(cancellationToken).ConfigureAwait(false);
        return facts;
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
            var client = ClientOf(definition);
            var tags = await _tags.OfAsync(client, image.Path).ConfigureAwait(false);
            var basics = await BasicsAsync(client, image, digest).ConfigureAwait(false);
            if (basics.Base is { Name: { } name } declared)
            {
                var now = ImageReference.Parse(name) is { IsWellFormed: true } of ? await NamedAsync(of, of.Tag ?? "latest").ConfigureAwait(false) : null;
                basics = basics with { Base = declared with { Current = now?.Digest, CurrentSince = now?.Created } };
            }
            return new(image.Host, at, basics, await new ProvenanceReader(client, time).ReadAsync(image.Path, digest, tags, CancellationToken.None).ConfigureAwait(false));
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

    /// <summary>The newest image of the line of the tag that an image runs under; null without a tag, or when it can't be said.</summary>
    private async Task<ImageNewest?> NewestAsync(ImageReference image)
    {
        if (image.Tag is not { } tag || DefinitionOf(image) is not { } definition || await _tags.OfAsync(ClientOf(definition), image.Path).ConfigureAwait(false) is not { } tags)
            return null;
        var newest = tags.NewestOf(tag);
        return await NamedAsync(image, newest).ConfigureAwait(false) is var (digest, created) ? new() { Tag = newest, Digest = digest, Created = created } : null;
    }

    /// <summary>Whether anybody may pull from a repository, asked of one of its images once a day; null when there is no clear answer.</summary>
    private async Task<bool?> AnonymousAsync(RegistryDefinition definition, ImageReference image, string digest)
    {
        var answer = await _anonymous.Of(image.Repository, Good, AskAsync).ConfigureAwait(false);
        if (answer is null)
            _anonymous.Shorten(image.Repository, time.GetUtcNow() + Failed);
        return answer;

        async Task<bool?> AskAsync()
        {
            try
            {
                return await ClientOf(definition).GivesToAnybodyAsync(image.Path, digest, CancellationToken.None).ConfigureAwait(false);
            }
            catch (RegistryException)
            {
                return null; // a registry that does not answer says neither yes nor no
            }
        }
    }

    /// <summary>What a name is now, where its registry may be asked; asked once a day.</summary>
    private async Task<(string Digest, DateTimeOffset? Created)?> NamedAsync(ImageReference image, string tag)
    {
        if (DefinitionOf(image) is not { } definition)
            return null;
        var key = (image.Repository, tag);
        var found = await _named.Of(key, Good, ReadAsync).ConfigureAwait(false);
        if (found is null)
            _named.Shorten(key, time.GetUtcNow() + Failed); // it is then not judged; the image is
        return found;

        async Task<(string Digest, DateTimeOffset? Created)?> ReadAsync()
        {
            try
            {
                var client = ClientOf(definition);
                var manifest = await client.ManifestAsync(image.Path, tag, CancellationToken.None).ConfigureAwait(false);
                return (manifest.Digest, (await BasicsAsync(client, image, manifest.Digest).ConfigureAwait(false)).Created);
            }
            catch (RegistryException)
            {
                return null;
            }
        }
    }

    private async Task<ImageBasics> BasicsAsync(RegistryClient client, ImageReference image, string digest)
    {
        if (_basics.TryGetValue((image.Repository, digest), out var known))
            return known;
        if (_basics.Count >= MaxHeld)
            _basics.Clear();
        return _basics[(image.Repository, digest)] = await ImageBasics.ReadAsync(client, image.Path, digest, CancellationToken.None).ConfigureAwait(false);
    }

    private RegistryClient ClientOf(RegistryDefinition definition) => _clients.GetOrAdd(definition, static (of, clock) => of.Open(clock), time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repository}@{Digest} could not be looked up: {Code}: {Reason}")]
    private partial void LogFailed(string repository, string digest, string code, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Repository}@{Digest} could not be looked up")]
    private partial void LogFault(Exception fault, string repository, string digest);
}
