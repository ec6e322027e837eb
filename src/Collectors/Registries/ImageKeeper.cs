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
internal sealed partial class ImageKeeper(IOptionsMonitor<CollectorOptions> options, TrustKeeper trust, ImageMemory memory, TimeProvider time, ILogger<ImageKeeper> logger) : IDisposable
{
    /// <summary>How long an answer holds; a signature that appears is seen within this time.</summary>
    internal static readonly TimeSpan Good = TimeSpan.FromHours(24);

    /// <summary>How long a failure holds, before it is tried again.</summary>
    internal static readonly TimeSpan Failed = TimeSpan.FromMinutes(15);

    private const int MaxHeld = 100_000;

    private readonly ConcurrentDictionary<RegistryDefinition, RegistryClient> _clients = [];
    private readonly HeldAnswers<(string Repository, string Digest), ImageLook> _held = new(MaxHeld, time);
    private readonly HeldAnswers<(string Repository, string Tag), (string Digest, DateTimeOffset? Created)?> _named = new(MaxHeld, time);

    private readonly HeldAnswers<string, bool> _bases = new(MaxHeld, time);
    private readonly HeldAnswers<string, bool?> _anonymous = new(MaxHeld, time);
    private readonly RepositoryTags _tags = new(time);

    /// <summary>Versions of a base image that are looked at: the newest.</summary>
    internal const int MaxVersions = 50;

    private const int MaxBases = 500;

    private Ancestry Ancestry => field ??= new(memory, LineAsync, LayersAsync);

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
                // Asked without a login, what it gave it gives to anybody.
                AnonymousPull = definition.UserName is null && look.Evidence.Unread.Count == 0 ? true : await AnonymousAsync(definition, image, digest).WaitAsync(cancellationToken).ConfigureAwait(false),
            };
        facts.Newest = await NewestAsync(image).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (look.Basics is not null)
        {
            // Which tag a digest had, a cluster only claims; of a base, which others go by, the registry says it.
            if (image.Tag is { } tag && memory.TagOf(image.Repository, digest) is null && policy.BaseRankOf(image.Repository) is null)
                await memory.NameAsync(image.Repository, digest, tag).ConfigureAwait(false);
            facts.Owner = policy.OwnerOf(image.Repository);
            facts.Ancestors = await AncestorsAsync(image, digest, facts, policy, cancellationToken).ConfigureAwait(false);
        }
        return facts;
    }

    /// <summary>Grows when an image becomes known that others may be built on.</summary>
    public int Known => memory.IsReady ? memory.Index.Version : 0;

    /// <summary>What an image is built on, as far as is known now.</summary>
    public Task<IReadOnlyList<ImageAncestor>?> AncestorsAsync(ImageReference image, string digest, ImageFactsData facts, PosturePolicy policy, CancellationToken cancellationToken) =>
        Ancestry.OfAsync(image, digest, facts, policy).WaitAsync(cancellationToken);

    /// <summary>Looks at the versions of base images, each repository once a day: those that the policy names, and those that it is about and that run or are declared.</summary>
    public async Task LookAtBasesAsync(PosturePolicy policy, IEnumerable<string> seen, CancellationToken cancellationToken)
    {
        await memory.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var named = policy.BaseImages.SelectMany(rule => rule.Images).Where(image => image.Contains('/', StringComparison.Ordinal));
        var repositories = named.Concat(seen.Where(repository => policy.BaseRankOf(repository) is not null)).Select(ImageReference.Parse).OfType<ImageReference>()
            .Where(image => image is { IsWellFormed: true, Tag: null } && Asks(image)).DistinctBy(image => image.Repository).Take(MaxBases);
        // A little longer than the names themselves are held, so that they are asked for again.
        await Task.WhenAll(repositories.Select(async image =>
        {
            if (!await _bases.Of(image.Repository, Good + RepositoryTags.Good, () => LookAtBaseAsync(image)).ConfigureAwait(false))
                _bases.Shorten(image.Repository, time.GetUtcNow() + Failed);
        })).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private RegistryDefinition? DefinitionOf(ImageReference image) => options.CurrentValue.Registries.FirstOrDefault(definition => definition.Host == image.Host);

    private async Task<bool> LookAtBaseAsync(ImageReference image)
    {
        try
        {
            if (DefinitionOf(image) is not { } definition || await _tags.OfAsync(ClientOf(definition), image.Path).ConfigureAwait(false) is not { } tags)
                return false;
            await Task.WhenAll(tags.NewestVersions(MaxVersions).Select(tag => NamedAsync(image, tag))).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFault(fault, image.Repository, "");
            return false;
        }
    }

    /// <summary>What a line of versions has now.</summary>
    private async Task<(string Tag, string Digest, DateTimeOffset? Created)?> LineAsync(ImageReference image, string line)
    {
        if (DefinitionOf(image) is not { } definition)
            return null;
        var newest = await _tags.OfAsync(ClientOf(definition), image.Path).ConfigureAwait(false) is { } tags ? tags.NewestOfLine(line) : line;
        return await NamedAsync(image, newest).ConfigureAwait(false) is var (digest, created) ? (newest, digest, created) : null;
    }

    private async Task<ImageLayers?> LayersAsync(ImageReference image, string digest)
    {
        try
        {
            return DefinitionOf(image) is { } definition && OciManifest.IsDigest(digest) ? (await BasicsAsync(ClientOf(definition), image, digest).ConfigureAwait(false)).Layers : null;
        }
        catch (RegistryException)
        {
            return null; // the ancestors are then told without it
        }
    }

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
        if (DefinitionOf(image) is not { } definition || !(image with { Tag = tag, Digest = null }).IsWellFormed)
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
                var basics = await BasicsAsync(client, image, manifest.Digest).ConfigureAwait(false);
                await memory.NameAsync(image.Repository, manifest.Digest, tag).ConfigureAwait(false);
                return (manifest.Digest, basics.Created);
            }
            catch (RegistryException)
            {
                return null;
            }
        }
    }

    private Task<ImageBasics> BasicsAsync(RegistryClient client, ImageReference image, string digest) =>
        memory.OfAsync(image.Repository, digest, () => ImageBasics.ReadAsync(client, image.Path, digest, CancellationToken.None));

    private RegistryClient ClientOf(RegistryDefinition definition) => _clients.GetOrAdd(definition, static (of, clock) => of.Open(clock), time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repository}@{Digest} could not be looked up: {Code}: {Reason}")]
    private partial void LogFailed(string repository, string digest, string code, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Repository}@{Digest} could not be looked up")]
    private partial void LogFault(Exception fault, string repository, string digest);
}
