using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Collectors.Registries;

/// <summary>Tells what an image is built on, from its layers and its declaration, and what became of it since.</summary>
/// <param name="memory">Known images.</param>
/// <param name="named">What a line of a repository's versions has now: tag, digest and its time; null when nobody can say.</param>
/// <param name="layersOf">Layers of an image; null when nobody can say.</param>
internal sealed class Ancestry(ImageMemory memory, Func<ImageReference, string, Task<(string Tag, string Digest, DateTimeOffset? Created)?>> named, Func<ImageReference, string, Task<ImageLayers?>> layersOf)
{
    /// <summary>The ancestors, the core first; empty when none is known, null when nothing can be said.</summary>
    /// <param name="image">Reference that the image runs under.</param>
    /// <param name="digest">The image.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="policy">Which repositories are bases, and whose.</param>
    public async Task<IReadOnlyList<ImageAncestor>?> OfAsync(ImageReference image, string digest, ImageFactsData facts, PosturePolicy policy)
    {
        var declared = facts.Base is { Name: { } name, Digest: { } at } && OciManifest.IsDigest(at) && ImageReference.Parse(name) is { IsWellFormed: true } of ? (Reference: of, Digest: at) : default;
        if (facts.Layers is null && declared.Digest is null)
            return null;
        var newest = facts.Newest is { } newer ? await layersOf(image, newer.Digest).ConfigureAwait(false) : null;
        var ancestors = new List<ImageAncestor>();
        foreach (var known in facts.Layers is { } layers ? memory.Index.AncestorsOf(image.Repository, layers, declared.Digest, policy) : [])
        {
            memory.Use(known.Repository, known.Digest);
            var ancestor = await WithNowAsync(
                new() { Repository = known.Repository, Digest = known.Digest, Layers = known.Layers, Created = known.Created, Tag = memory.TagOf(known.Repository, known.Digest), IsDeclared = known.Digest == declared.Digest },
                digest, facts.Newest, newest, policy).ConfigureAwait(false);
            // A digest that changed for the sake of another platform, or of a statement about it, has the same layers here: nothing of this image was replaced.
            ancestors.Add(ancestor is { IsReplaced: true, Current: { } now } && memory.Index.HasSameLayers(known, known.Repository, now)
                ? ancestor with { Digest = now, Tag = ancestor.CurrentTag, Created = ancestor.CurrentSince, IsRebuilt = null } : ancestor);
        }
        if (declared.Digest is null || ancestors.Exists(ancestor => ancestor.IsDeclared))
            return ancestors;
        // Some builders declare the digest of a platform, where the index's is known.
        if (ancestors.FindLast(ancestor => ancestor.Repository == declared.Reference.Repository) is { } same)
            same.IsDeclared = true;
        else
            ancestors.Add(await WithNowAsync(
                new() { Repository = declared.Reference.Repository, Digest = declared.Digest, Tag = declared.Reference.Tag, IsDeclared = true }, digest, facts.Newest, newest, policy).ConfigureAwait(false));
        return ancestors;
    }

    private async Task<ImageAncestor> WithNowAsync(ImageAncestor ancestor, string digest, ImageNewest? newest, ImageLayers? newestLayers, PosturePolicy policy)
    {
        ancestor.Owner = policy.OwnerOf(ancestor.Repository);
        if (ancestor.Tag is not { } tag || ImageReference.Parse(ancestor.Repository) is not { } repository)
            return ancestor;
        ancestor.Line = TagLine.NameOf(tag);
        if (await named(repository, ancestor.Line).ConfigureAwait(false) is not { } now)
            return ancestor;
        (ancestor.Current, ancestor.CurrentTag, ancestor.CurrentSince) = (now.Digest, now.Tag, now.Created);
        if (ancestor.IsReplaced == true)
            ancestor.IsRebuilt = newest is null ? null : newest.Digest == digest ? false
                : newestLayers is null || await layersOf(repository, now.Digest).ConfigureAwait(false) is not { } current ? null : Begins(newestLayers, current);
        return ancestor;
    }

    private static bool Begins(ImageLayers image, ImageLayers with) => image.Platform == with.Platform && image.DiffIds.Count > with.DiffIds.Count && image.DiffIds.Take(with.DiffIds.Count).SequenceEqual(with.DiffIds, StringComparer.Ordinal);
}
