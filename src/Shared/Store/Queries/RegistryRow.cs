using Posture.Model.Inventory;

namespace Posture.Store.Queries;

/// <summary>A registry, or one of its repositories, with what is used of it now.</summary>
/// <param name="Name">Its host, or host and path; empty for references that cannot be read.</param>
/// <param name="Host">Its host.</param>
/// <param name="Images">Digests in use, and tags whose digest is not known.</param>
/// <param name="Workloads">Workloads that use them.</param>
/// <param name="Namespaces">Their namespaces.</param>
/// <param name="Clusters">Their clusters.</param>
public sealed record RegistryRow(string Name, string Host, int Images, int Workloads, int Namespaces, int Clusters)
{
    /// <summary>Words of <c>ImageStanding.Classes</c>; the empty text for uses that nobody asked the policy of.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Images by state.</summary>
    public IReadOnlyDictionary<string, int> States { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How it was asked, as in <see cref="ImageRegistry"/>; empty when it was not.</summary>
    public IReadOnlyList<string> Transports { get; init; } = [];

    /// <summary>Repositories in use.</summary>
    public int Repositories { get; init; }

    /// <summary>Repositories that give images to anybody.</summary>
    public int Anonymous { get; init; }

    /// <summary>Repositories that do not.</summary>
    public int NotAnonymous { get; init; }

    /// <summary>Repositories of which nobody knows whether they do.</summary>
    public int NotAsked => Repositories - Anonymous - NotAnonymous;

    /// <summary>Repositories of a registry that is frozen, shut or moved.</summary>
    public int RetiredRepositories { get; init; }

    /// <summary>What of it is: registries or repositories, at most <see cref="RegistryQuery.MaxNames"/>.</summary>
    public IReadOnlyList<string> Retired { get; init; } = [];

    /// <summary>What follows those that are, at most <see cref="RegistryQuery.MaxNames"/>.</summary>
    public IReadOnlyList<string> Successors { get; init; } = [];

    /// <summary>Repositories that have a copy at a mirror.</summary>
    public int MirroredRepositories { get; init; }

    /// <summary>Those copies, at most <see cref="RegistryQuery.MaxNames"/>.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>Images that somebody could check: only they have a share that is signed.</summary>
    public int Checked => Images - Of(ImageTrust.NotChecked);

    /// <summary>Images of a state.</summary>
    public int Of(string state) => States.GetValueOrDefault(state);
}

/// <summary>A page of registries, with how many have images of each class under all the other filters.</summary>
public sealed record RegistryPage(Page<RegistryRow> Page, IReadOnlyDictionary<string, long> Classes);
