using System.Runtime.InteropServices;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>A registry, or one of its repositories, while its uses are counted: in one pass, where the database would sort for each thing that it tells apart.</summary>
internal sealed class RegistryTally(string name, string host)
{
    private readonly Dictionary<Guid, long> _images = [];
    private readonly HashSet<(Guid Cluster, Guid Workload)> _workloads = [];
    private readonly HashSet<(Guid Cluster, string Namespace)> _namespaces = [];
    private readonly HashSet<Guid> _clusters = [];
    private readonly SortedSet<string> _classes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _transports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Repository> _repositories = new(StringComparer.Ordinal);

    public string Name => name;

    public int Images => _images.Count;

    public void Add(in RegistryUse use)
    {
        // What is greatest is to be believed; what is told of no digest is no more than that nobody looked.
        ref var rank = ref CollectionsMarshal.GetValueRefOrAddDefault(_images, use.Image, out var known);
        rank = Math.Max(known ? rank : long.MinValue, use.Rank ?? ImageRank.None);
        _workloads.Add((use.Cluster, use.Workload));
        _namespaces.Add((use.Cluster, use.Namespace));
        _clusters.Add(use.Cluster);
        _classes.Add(use.Class);
        if (use.Transport is { } transport)
            _transports.Add(transport);
        ref var repository = ref CollectionsMarshal.GetValueRefOrAddDefault(_repositories, use.Repository, out _);
        (repository ??= new()).Add(use);
    }

    /// <summary>What is shown of it.</summary>
    public RegistryRow Row() => new(name, host, _images.Count, _workloads.Count, _namespaces.Count, _clusters.Count)
    {
        Classes = [.. _classes],
        Transports = [.. _transports.Take(RegistryQuery.MaxNames)],
        States = _images.Values.CountBy(ImageRank.StateOf).ToDictionary(pair => ImageRank.States[pair.Key], pair => pair.Value),
        Repositories = _repositories.Count,
        Anonymous = _repositories.Values.Count(of => of.IsAnonymous == true),
        NotAnonymous = _repositories.Values.Count(of => of.IsAnonymous == false),
        RetiredRepositories = _repositories.Values.Count(of => of.Retired is not null),
        Retired = Names(of => of.Retired),
        Successors = Names(of => of.Successor),
        MirroredRepositories = _repositories.Values.Count(of => of.Mirror is not null),
        Mirrors = Names(of => of.Mirror),
    };

    private string[] Names(Func<Repository, string?> of) => [.. _repositories.Values.Select(of).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(RegistryQuery.MaxNames)];

    private sealed class Repository
    {
        /// <summary>Anybody may pull if any cluster was given an image without credentials: another may stand elsewhere in the network, or have asked before.</summary>
        public bool? IsAnonymous { get; private set; }

        public string? Retired { get; private set; }

        public string? Successor { get; private set; }

        public string? Mirror { get; private set; }

        public void Add(in RegistryUse use)
        {
            IsAnonymous = use.AnonymousPull == true || IsAnonymous == true ? true : IsAnonymous ?? use.AnonymousPull;
            Retired ??= use.Retired;
            Successor ??= use.Successor;
            Mirror ??= use.Mirror;
        }
    }
}

/// <summary>A use as it is counted.</summary>
internal readonly record struct RegistryUse(Guid Cluster, Guid Image, Guid Workload, string Namespace, string Repository, string Class)
{
    public string? Mirror { get; init; }

    public string? Retired { get; init; }

    public string? Successor { get; init; }

    public string? Transport { get; init; }

    public bool? AnonymousPull { get; init; }

    public long? Rank { get; init; }
}
