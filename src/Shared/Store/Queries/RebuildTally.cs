using System.Runtime.InteropServices;

namespace Posture.Store.Queries;

/// <summary>
/// Counts what images in use stand on. Images that stand on the same are one stack, of which there are few, so that a pass over the uses only has to add numbers: the database would join
/// every use with every ancestor, and sort for each thing that it tells apart.
/// </summary>
internal sealed class RebuildTally
{
    private readonly List<Use> _uses = [];
    private readonly Dictionary<Guid, int> _stacks = [];
    private readonly Dictionary<Guid, int> _numbers = [];
    private readonly Dictionary<(Guid Cluster, Guid Workload), int> _workloads = [];
    private readonly List<(Guid Cluster, Guid Image)> _samples = [];
    private readonly List<Guid> _images = [];
    private readonly List<Guid> _stackIds = [];
    private readonly HashSet<int> _looked = [];
    private readonly Dictionary<(string Repository, string Line), LineTally> _lines = [];
    private Step[][] _steps = [];

    /// <summary>Images in use.</summary>
    public int Images => _images.Count;

    /// <summary>Those whose ancestors were looked for.</summary>
    public int Looked => _looked.Count;

    /// <summary>Of each stack an image that stands on it, with its cluster.</summary>
    public IReadOnlyList<(Guid Cluster, Guid Image)> Samples => _samples;

    /// <summary>Whose the ancestors are, whatever is filtered.</summary>
    public SortedSet<string> Owners { get; } = new(StringComparer.Ordinal);

    /// <summary>What the filters leave, most behind first.</summary>
    public IReadOnlyList<LineTally> Lines { get; private set; } = [];

    /// <summary>A container that runs an image.</summary>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="stack">What its image stands on; null when nobody looked.</param>
    /// <param name="image">Its image.</param>
    /// <param name="workload">Its workload.</param>
    /// <param name="isCounted">Whether the filter of clusters leaves it.</param>
    /// <param name="isText">Whether it has the text that is filtered by, or nothing is.</param>
    public void Add(Guid cluster, Guid? stack, Guid image, Guid workload, bool isCounted, bool isText)
    {
        var number = NumberOf(_numbers, image, out var isNew);
        if (isNew)
            _images.Add(image);
        if (stack is not { } id)
            return;
        _looked.Add(number);
        var at = NumberOf(_stacks, id, out isNew);
        if (isNew)
        {
            _samples.Add((cluster, image));
            _stackIds.Add(id);
        }
        if (isCounted)
            _uses.Add(new(cluster, at, number, NumberOf(_workloads, (cluster, workload), out _), isText));
    }

    /// <summary>Counts, once all uses are in.</summary>
    /// <param name="ancestors">Each with the place of its stack in <see cref="Samples"/>.</param>
    /// <param name="owners">Whose are counted; empty for everybody's.</param>
    public void Count(IEnumerable<(int Stack, RebuildAncestor Of)> ancestors, IReadOnlyCollection<string> owners)
    {
        var steps = new List<Step>?[_samples.Count];
        foreach (var (stack, of) in ancestors)
        {
            Owners.Add(of.Owner);
            if (owners.Count > 0 && !owners.Contains(of.Owner))
                continue;
            ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, (of.Repository, of.Line), out _);
            line ??= new(of.Repository, of.Line);
            (steps[stack] ??= []).Add(new(line.VersionOf(of.Digest), of));
        }
        _steps = Array.ConvertAll(steps, of => of?.ToArray() ?? []);
        foreach (var use in _uses)
            foreach (var step in _steps[use.Stack])
                if (use.IsText || step.Of.IsText)
                    step.Version.Add(step.Of, use.Image, use.Workload, use.Cluster);
        foreach (var line in _lines.Values)
            line.Settle();
        Lines = [.. _lines.Values.Where(line => line.Versions.Count > 0)
            .OrderByDescending(line => line.Of(RebuildState.Rebuilt) + line.Of(RebuildState.Outdated)).ThenBy(line => line.Repository, StringComparer.Ordinal).ThenBy(line => line.Line, StringComparer.Ordinal)];
    }

    /// <summary>Images that are behind, of each of some lines.</summary>
    /// <param name="lines">Of <see cref="Lines"/>.</param>
    /// <param name="most">So many of each: those first that only have to be rolled out, then those of most workloads.</param>
    public IEnumerable<(LineTally Line, BehindImage Image)> Behind(IReadOnlyCollection<LineTally> lines, int most)
    {
        var found = new Dictionary<(VersionTally Version, int Image), (HashSet<int> Workloads, HashSet<(Guid Stack, bool IsText)> Stacks)>();
        var behind = lines.SelectMany(line => line.Versions).Where(version => version.IsCurrent == false).ToHashSet();
        foreach (var use in _uses)
            foreach (var step in _steps[use.Stack])
                if ((use.IsText || step.Of.IsText) && behind.Contains(step.Version))
                {
                    ref var of = ref CollectionsMarshal.GetValueRefOrAddDefault(found, (step.Version, use.Image), out var known);
                    if (!known)
                        of = ([], []);
                    of.Workloads.Add(use.Workload);
                    of.Stacks.Add((_stackIds[use.Stack], step.Of.IsText));
                }
        return found.GroupBy(pair => pair.Key.Version.Line).SelectMany(line => line
            .Select(pair => new BehindImage(_images[pair.Key.Image], pair.Value.Stacks, pair.Key.Version.StateOf(pair.Key.Image), pair.Value.Workloads.Count))
            .OrderByDescending(image => image.State).ThenByDescending(image => image.Workloads).ThenBy(image => image.Image).Take(most).Select(image => (line.Key, image)));
    }

    private static int NumberOf<T>(Dictionary<T, int> numbers, T of, out bool isNew)
        where T : notnull
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, of, out var known);
        isNew = !known;
        if (isNew)
            number = numbers.Count - 1;
        return number;
    }

    private readonly record struct Use(Guid Cluster, int Stack, int Image, int Workload, bool IsText);

    private readonly record struct Step(VersionTally Version, RebuildAncestor Of);
}
