using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Policy;

public sealed partial record PosturePolicy
{
    /// <summary>Registries (host, or host with path prefix on a "/" boundary) of the organisation itself.</summary>
    [PolicyParameter("Registries of your own: a host, or a host with a path. What they give to anybody is shown.", PolicyFormat.Registry)]
    public IReadOnlyList<string> OwnRegistries { get; init; } = [];

    /// <summary>Where copies of images are kept: a finding about where an image comes from then names its copy.</summary>
    [PolicyParameter("Where copies of images are kept, by the beginning of their name: a finding about where an image comes from then offers the copy.")]
    public IReadOnlyList<RepositoryMove> Mirrors { get; init; } = [];

    /// <summary>Registries and repositories that the organisation retired, beside those that are known to be.</summary>
    [PolicyParameter("Registries and repositories that you retired, with what follows them, beside those that are known to be.")]
    public IReadOnlyList<RepositoryMove> RetiredRegistries { get; init; } = [];

    /// <summary>
    /// The class of a repository: the list with the longest entry that covers it decides; where two name the same, own before trusted before public. A public one that nodes pull
    /// through a mirror is a class of its own.
    /// </summary>
    public string ClassOf(ImageReference image)
    {
        var (found, longest) = (ImageStanding.Unknown, 0);
        foreach (var (name, entries) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)
            [(ImageStanding.Own, OwnRegistries), (ImageStanding.Trusted, AllowedRegistries), (ImageStanding.Public, PublicRegistries)])
            for (var i = 0; i < entries.Count; i++)
                if (image.IsUnder(entries[i]) && entries[i].TrimEnd('/').Length is var length && length > longest)
                    (found, longest) = (name, length);
        return found == ImageStanding.Public && image.IsUnderAny(MirroredRegistries) ? ImageStanding.Mirrored : found;
    }

    /// <summary>
    /// The repository at a mirror that the longest rule gives; null when no rule covers the image, or when the copy would itself be refused: not allowed, public or retired.
    /// </summary>
    public string? MirrorOf(ImageReference image) =>
        Moved(Mirrors, image)?.To is { } to && ImageReference.Parse(to) is { HasHost: true } copy && copy.Repository == to && copy with { Tag = image.Tag } is { IsWellFormed: true }
        && (AllowedRegistries.Count == 0 || copy.IsUnderAny(AllowedRegistries)) && (!copy.IsUnderAny(PublicRegistries) || copy.IsUnderAny(MirroredRegistries)) && Retirement(copy) is null ? to : null;

    /// <summary>What the policy says of an image by its name.</summary>
    public ImageStanding StandingOf(ImageReference image)
    {
        var retired = Retirement(image);
        return new(ClassOf(image))
        {
            Mirror = MirrorOf(image),
            Retired = retired?.From,
            Successor = retired?.To,
            IsFloating = image.Digest is null && (image.Tag is not { Length: > 0 } tag || FloatingTags.Contains(tag)),
        };
    }

    /// <summary>What the organisation says of a repository counts before what is known of it.</summary>
    private (string From, string? To)? Retirement(ImageReference image) => Moved(RetiredRegistries, image) ?? RetiredRegistry.Of(image);

    private static (string From, string? To)? Moved(IReadOnlyList<RepositoryMove> moves, ImageReference image)
    {
        RepositoryMove? longest = null;
        for (var i = 0; i < moves.Count; i++)
            if (image.IsUnder(moves[i].From) && moves[i].From.Length > (longest?.From.Length ?? 0))
                longest = moves[i];
        return longest is null ? null : (longest.From, image.Under(longest.From, longest.To));
    }
}
