using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Provenance;
using Posture.Collectors.Registries;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Collectors.Pipeline;

/// <summary>
/// Asks registries, beside a cluster's collection and in nobody's way, about the digests that run in it: each once a day, and again when the policy changes. A signature that appears
/// later so changes the verdict later.
/// </summary>
internal sealed class ImageWatch(ImageKeeper keeper, PosturePolicy policy, TimeProvider time)
{
    /// <summary>Kind of what is told.</summary>
    public static readonly KindRef Kind = new(KindInfo.OwnGroup, "ImageFacts");

    /// <summary>How often it looks for digests that are new or due.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    private const int MaxImages = 50_000;

    private readonly string _hash = PolicyHash.Of(policy);

    /// <summary>When a registry last said the same as before: an answer that changes nothing is no change of the cluster.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _confirmed = new(StringComparer.Ordinal);

    /// <summary>How many images were known when it was last told what each image is built on.</summary>
    private int _known;

    /// <summary>Whether any registry is named to be asked.</summary>
    public bool IsOn => keeper.IsOn;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="running">Digests that run now, and what is held of each.</param>
    /// <param name="events">Where to tell.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task RunAsync(Func<ImagesInUse> running, ChannelWriter<SourceEvent> events, CancellationToken cancellationToken)
    {
        while (IsOn)
        {
            var now = running();
            var by = JudgedBy(now.Known);
            foreach (var digest in now.Held.Keys.Where(digest => !now.Running.ContainsKey(digest) && now.Held[digest].Spec.CheckedAt is not null))
                await events.WriteAsync(new SourceEvent.ImageLooked(digest, null), cancellationToken).ConfigureAwait(false);
            var due = now.Running.Where(image => keeper.Asks(image.Value) && IsDue(now.Held.GetValueOrDefault(image.Key), by)).Take(MaxImages);
            // Beside the look: a base in a registry that is slow must not keep the others waiting.
            var bases = keeper.LookAtBasesAsync(policy, RepositoriesOf(now), cancellationToken);
            await DescendAsync(now, events, cancellationToken).ConfigureAwait(false);
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = RegistryClient.AtOnce, CancellationToken = cancellationToken }, async (image, token) =>
            {
                if (await keeper.LookAsync(image.Value, image.Key, policy, now.Known, token).ConfigureAwait(false) is not { CheckedAt: { } at } looked)
                    return;
                _confirmed[image.Key] = at;
                var facts = Of(image.Key, looked, by);
                if (now.Held.GetValueOrDefault(image.Key) is not { } held || Said(held) != Said(facts))
                    await events.WriteAsync(new SourceEvent.ImageLooked(image.Key, facts), token).ConfigureAwait(false);
            }).ConfigureAwait(false);
            await bases.ConfigureAwait(false);
            await Task.Delay(Pace, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An image that became known may be what others are built on, which were looked up before.</summary>
    private async Task DescendAsync(ImagesInUse now, ChannelWriter<SourceEvent> events, CancellationToken cancellationToken)
    {
        if (_known == keeper.Known)
            return;
        _known = keeper.Known;
        foreach (var (digest, image) in now.Running)
            if (now.Held.GetValueOrDefault(digest) is { Spec: { CheckedAt: not null, Layers: not null } } held)
            {
                var facts = held with { Spec = held.Spec with { Ancestors = await keeper.AncestorsAsync(image, digest, held.Spec, policy, cancellationToken).ConfigureAwait(false) } };
                if (Said(held) != Said(facts))
                    await events.WriteAsync(new SourceEvent.ImageLooked(digest, facts), cancellationToken).ConfigureAwait(false);
            }
    }

    /// <summary>Repositories that run, and that what runs says it is built on.</summary>
    private static IEnumerable<string> RepositoriesOf(ImagesInUse now) => now.Running.Values.Select(image => image.Repository)
        .Concat(now.Held.Values.Select(held => ImageReference.Parse(held.Spec.Base?.Name)?.Repository).OfType<string>()).Distinct(StringComparer.Ordinal);

    /// <summary>The policy, the keys of the cluster's own policies, and the trusted root.</summary>
    private string JudgedBy(IReadOnlyList<VerificationKey> known)
    {
        var beside = string.Join(' ', known.Select(key => key.Fingerprint).Append(keeper.TrustMark));
        return beside.Length == 0 ? _hash : $"{_hash}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(beside)))[..16]}";
    }

    private bool IsDue(ImageFacts? held, string judge)
    {
        if (held is not { Spec: { CheckedAt: { } at, JudgedBy: var by } facts })
            return held is null; // an import stands as it is
        var last = _confirmed.TryGetValue(held.Name, out var confirmed) && confirmed > at ? confirmed : at;
        return by != judge || last + ImageKeeper.Holds(facts) <= time.GetUtcNow();
    }

    private static string Said(ImageFacts facts) => JsonSerializer.Serialize(facts with { Spec = facts.Spec with { CheckedAt = null } }, ModelJson.Default.ImageFacts);

    private static ImageFacts Of(string digest, ImageFactsData facts, string by)
    {
        facts.JudgedBy = by;
        return new() { ApiVersion = $"{KindInfo.OwnGroup}/v1", Kind = Kind.Kind, Metadata = new() { Name = digest }, Spec = facts };
    }
}

/// <summary>Digests of a cluster.</summary>
/// <param name="Running">What runs, with a reference that it runs under.</param>
/// <param name="Held">What is held of digests, by digest.</param>
/// <param name="Known">Keys that the cluster's admission policies go by.</param>
internal sealed record ImagesInUse(IReadOnlyDictionary<string, ImageReference> Running, IReadOnlyDictionary<string, ImageFacts> Held, IReadOnlyList<VerificationKey> Known);
