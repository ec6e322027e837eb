namespace Posture.Collectors.Registries;

/// <summary>
/// Tags of repositories, each repository asked for once an hour at most: one answer says of all its images which have signatures beside them, and what newer there is.
/// </summary>
internal sealed class RepositoryTags(TimeProvider time)
{
    /// <summary>Short enough that a signature is not overlooked until the next look at its image.</summary>
    internal static readonly TimeSpan Good = TimeSpan.FromHours(1);

    private const int MaxHeld = 5_000;

    private readonly HeldAnswers<(RegistryClient Registry, string Repository), TagList?> _held = new(MaxHeld, time);

    /// <summary>The tags; null when the registry does not list them, or too many.</summary>
    public Task<TagList?> OfAsync(RegistryClient registry, string repository) => _held.Of((registry, repository), Good, () => AskAsync(registry, repository));

    private static async Task<TagList?> AskAsync(RegistryClient registry, string repository)
    {
        try
        {
            return new(await registry.TagsAsync(repository, CancellationToken.None).ConfigureAwait(false));
        }
        catch (RegistryException)
        {
            return null; // each image is then asked for by itself, and the reason is told there
        }
    }
}

/// <summary>Tags of a repository.</summary>
internal sealed class TagList(IReadOnlyList<string> tags)
{
    private readonly HashSet<string> _names = new(tags, StringComparer.Ordinal);

    /// <summary>Whether there is such a tag.</summary>
    public bool Has(string tag) => _names.Contains(tag);

    /// <summary>As <see cref="TagLine.NewestOf"/>.</summary>
    public string NewestOf(string tag) => TagLine.NewestOf(tag, tags);

    /// <summary>As <see cref="TagLine.NewestOfLine"/>.</summary>
    public string NewestOfLine(string line) => TagLine.NewestOfLine(line, tags);

    /// <summary>As <see cref="TagLine.NewestVersions"/>.</summary>
    public IReadOnlyList<string> NewestVersions(int most) => TagLine.NewestVersions(tags, most);
}
