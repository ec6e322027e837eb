using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Top-level controllers and bare pods of a cluster, kept current object by object.</summary>
public sealed class WorkloadIndex
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    private readonly ClusterInventory _inventory;
    private readonly Dictionary<ObjectRef, Workload> _workloads = [];
    private readonly Dictionary<ObjectRef, Workload> _mirrors = [];
    private readonly Dictionary<(string Namespace, string Pod), Workload> _byPod = [];
    private ILookup<string, Workload>? _byNamespace;
    private HashSet<(string Namespace, string Key, string Value)>? _labels;

    // Null is all of them.
    private HashSet<ObjectRef>? _touched;

    internal WorkloadIndex(ClusterInventory inventory)
    {
        _inventory = inventory;
        Rebuild();
    }

    public IReadOnlyCollection<Workload> All => _workloads.Values;

    /// <summary>Static pods (annotation kubernetes.io/config.mirror): source of control-plane flags, no subjects of workload checks (rule R8).</summary>
    public IEnumerable<Pod> MirrorPods => _mirrors.Values.SelectMany(mirror => mirror.Pods);

    /// <summary>All that runs images: <see cref="All"/>, and each static pod by itself.</summary>
    internal IEnumerable<Workload> Running => _workloads.Values.Concat(_mirrors.Values);

    public IEnumerable<Workload> InNamespace(string ns) => (_byNamespace ??= _workloads.Values.ToLookup(workload => workload.Namespace, StringComparer.Ordinal))[ns];

    /// <summary>Of <see cref="Running"/> what has exactly this name; null when nothing has.</summary>
    internal Workload? FindRunning(ObjectRef reference) => _workloads.GetValueOrDefault(reference) ?? _mirrors.GetValueOrDefault(reference);

    /// <summary>Of <see cref="Running"/> what came, went or changed, or whose pods did, since this was asked for last; null for all of them.</summary>
    internal IReadOnlyCollection<ObjectRef>? TakeTouched()
    {
        var touched = _touched;
        _touched = [];
        return touched;
    }

    /// <summary>Whether a selector picks the pods of some workload in a namespace, by its template. A label that no workload there has is told without a look at them.</summary>
    internal bool Selects(string ns, LabelSelector selector)
    {
        _labels ??= [.. _workloads.Values.SelectMany(workload => workload.PodLabels.Select(label => (workload.Namespace, label.Key, label.Value)))];
        foreach (var (key, value) in selector.MatchLabels)
            if (!_labels.Contains((ns, key, value)))
                return false;
        foreach (var workload in InNamespace(ns))
            if (selector.Matches(workload.PodLabels))
                return true;
        return false;
    }

    /// <summary>The workload an object is, or belongs to; null when it is neither.</summary>
    public Workload? Of(KubeObject item)
    {
        if (_workloads.TryGetValue(item.Ref, out var own))
            return own;
        return item switch
        {
            Pod pod => _byPod.GetValueOrDefault((pod.Namespace, pod.Name)),
            ReplicaSet or Job => Controller(item) is { } owner ? Of(owner) : null,
            _ => null,
        };
    }

    /// <summary>The workload a pod belongs to by its owner; null for a bare pod, and for one whose owner is not held.</summary>
    internal Workload? OwnerOf(Pod pod) => IsMirror(pod) || Controller(pod) is not { } controller ? null : Of(controller);

    internal static bool IsMirror(Pod pod) => pod.Metadata.Annotations.ContainsKey(MirrorAnnotation);

    internal void Rebuild()
    {
        _workloads.Clear();
        _mirrors.Clear();
        _byPod.Clear();
        (_byNamespace, _labels, _touched) = (null, null, null);
        foreach (var kind in Workload.AllKinds.Where(kind => kind.Kind != "Pod"))
            foreach (var item in _inventory.All(kind))
                AddController(item);
        foreach (var pod in _inventory.All<Pod>())
            AddPod(pod);
    }

    /// <summary>Follows one change. A controller that came or went can change who owns pods: then the index is built anew, as for any ReplicaSet or Job.</summary>
    internal void Apply(InventoryChange change)
    {
        switch (change.Subject)
        {
            case Pod:
                if (change.Before is Pod before)
                    RemovePod(before);
                if (change.After is Pod after)
                    AddPod(after);
                break;
            case { } item when Workload.TemplateOf(item) is not null || _workloads.ContainsKey(item.Ref):
                if (change.Before is not null && change.After is not null && _workloads.TryGetValue(item.Ref, out var held)
                    && Workload.TemplateOf(change.After) is { } template)
                    Replace(held, change.After, template);
                else
                    Rebuild();
                break;
        }
    }

    private void Replace(Workload held, KubeObject item, PodView template)
    {
        var fresh = new Workload(item, template);
        foreach (var pod in held.Pods)
        {
            fresh.Add(pod);
            _byPod[(pod.Namespace, pod.Name)] = fresh;
        }
        _workloads[item.Ref] = fresh;
        _touched?.Add(item.Ref);
        (_byNamespace, _labels) = (null, null);
    }

    private void AddController(KubeObject item)
    {
        if (Controller(item) is null && Workload.TemplateOf(item) is { } template)
            _workloads[item.Ref] = new(item, template);
    }

    private void AddPod(Pod pod)
    {
        if (IsMirror(pod))
        {
            _mirrors[pod.Ref] = Bare(pod);
            _touched?.Add(pod.Ref);
            return;
        }
        if (OwnerOf(pod) is { } workload)
        {
            workload.Add(pod);
            _byPod[(pod.Namespace, pod.Name)] = workload;
            _touched?.Add(workload.Ref);
            return;
        }
        _workloads[pod.Ref] = Bare(pod);
        _touched?.Add(pod.Ref);
        (_byNamespace, _labels) = (null, null);
    }

    private static Workload Bare(Pod pod)
    {
        var bare = new Workload(pod, Workload.TemplateOf(pod)!);
        bare.Add(pod);
        return bare;
    }

    private void RemovePod(Pod pod)
    {
        if (_mirrors.Remove(pod.Ref))
            _touched?.Add(pod.Ref);
        if (_workloads.Remove(pod.Ref))
        {
            (_byNamespace, _labels) = (null, null);
            _touched?.Add(pod.Ref);
        }
        if (!_byPod.Remove((pod.Namespace, pod.Name), out var workload))
            return;
        workload.Remove(pod);
        _touched?.Add(workload.Ref);
    }

    /// <summary>The controlling object when it is in the inventory.</summary>
    private KubeObject? Controller(KubeObject item)
    {
        foreach (var owner in item.Metadata.OwnerReferences)
            if (owner.Controller == true)
                return _inventory.Find(new(owner.Group, owner.Kind), item.Namespace, owner.Name);
        return null;
    }
}
