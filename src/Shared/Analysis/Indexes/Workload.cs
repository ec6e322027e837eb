using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>A top-level controller or a bare pod, with the live pods it owns (rule R2).</summary>
public sealed class Workload
{
    internal static readonly IReadOnlyList<KindRef> Kinds =
    [
        new("", "Pod"), new("", "PodTemplate"), new("", "ReplicationController"), new("apps", "ReplicaSet"), new("apps", "Deployment"), new("apps", "StatefulSet"),
        new("apps", "DaemonSet"), new("batch", "Job"), new("batch", "CronJob"),
    ];

    /// <summary>
    /// Controllers of other projects that carry a pod template (R1). They are judged where they can be read; a check that needs workloads does without them, because
    /// few clusters serve them and the smallest role of the collector leaves them out.
    /// </summary>
    internal static readonly IReadOnlyList<KindRef> ForeignKinds = [.. KnownKinds.Of(typeof(ForeignWorkload)).Select(kind => kind.Ref)];

    internal static readonly IReadOnlyList<KindRef> AllKinds = [.. Kinds, .. ForeignKinds];

    private static readonly Comparer<Pod> ByName = Comparer<Pod>.Create((left, right) => string.CompareOrdinal(left.Name, right.Name));

    // By name, so that what is told of them does not hang on the order in which they came.
    private readonly List<Pod> _pods = [];
    private List<PodView>? _live;
    private int? _shape;
    private IReadOnlyList<RunningImage>? _images;

    internal Workload(KubeObject owner, PodView template)
    {
        Object = owner;
        Ref = owner.Ref;
        Template = template;
    }

    public KubeObject Object { get; }

    public PodView Template { get; }

    /// <summary>Live pods owned, directly or through a ReplicaSet or Job. For a bare pod: the pod itself.</summary>
    public IReadOnlyList<Pod> Pods
    {
        get
        {
            ArePodsAsked = true;
            return _pods;
        }
    }

    /// <summary>Whether somebody asked for <see cref="Pods"/> or <see cref="Images"/> since this was reset: a check that did not need not be asked when they change.</summary>
    internal bool ArePodsAsked { get; set; }

    public string Namespace => Object.Namespace;

    /// <summary>Labels of the pods, by the template.</summary>
    public StringMap PodLabels => Template.Metadata.Labels;

    /// <summary>Name of the service account used; "default" when the field is absent.</summary>
    public string ServiceAccountName => Template.Spec.ServiceAccountName is { Length: > 0 } name ? name : "default";

    /// <summary>What <see cref="Object"/> is called; one instance, because each check keys its finding by it.</summary>
    public ObjectRef Ref { get; }

    /// <summary>The digests that run.</summary>
    internal IReadOnlyList<RunningImage> Images
    {
        get
        {
            ArePodsAsked = true;
            return _images ??= RunningImage.Of(this);
        }
    }

    /// <summary>The first live pod of each shape that differs from the template: replicas of one shape say the same.</summary>
    public IReadOnlyList<PodView> LiveViews => _live ??= [.. Differing()];

    private int Shape => _shape ??= PodShape.Of(Template.Spec);

    internal void Add(Pod pod)
    {
        var at = _pods.BinarySearch(pod, ByName);
        _pods.Insert(at < 0 ? ~at : at, pod);
        _live = _live is not null && WouldShow(pod) ? null : _live;
        _images = null;
    }

    internal void Remove(Pod pod)
    {
        _pods.RemoveAll(held => held.Name == pod.Name);
        _live = _live is not null && Shows(pod) ? null : _live;
        _images = null;
    }

    /// <summary>Whether a pod is one of <see cref="LiveViews"/>.</summary>
    internal bool Shows(Pod pod)
    {
        foreach (var view in LiveViews)
            if (view.Source.Name == pod.Name)
                return true;
        return false;
    }

    /// <summary>Whether a pod that comes becomes one of <see cref="LiveViews"/>.</summary>
    internal bool WouldShow(Pod pod)
    {
        if (Object is Pod || PodShape.Of(pod.Spec) is var shape && shape == Shape)
            return false;
        foreach (var view in LiveViews)
            if (PodShape.Of(view.Spec) == shape && string.CompareOrdinal(view.Source.Name, pod.Name) < 0)
                return false;
        return true;
    }

    /// <summary>The pod spec inside an object, exactly where Pod Security admission looks (rule R1); null when there is none.</summary>
    internal static PodView? TemplateOf(KubeObject item) => item switch
    {
        Pod pod => new(pod, "spec", pod.Metadata, pod.Spec, live: false),
        Deployment deployment => From(deployment, deployment.Spec.Template),
        ReplicaSet set => From(set, set.Spec.Template),
        StatefulSet set => From(set, set.Spec.Template),
        DaemonSet set => From(set, set.Spec.Template),
        Job job => From(job, job.Spec.Template),
        ReplicationController { Spec.Template: { } template } controller => From(controller, template),
        CronJob cron => new(cron, "spec.jobTemplate.spec.template.spec", cron.Spec.JobTemplate.Spec.Template.Metadata, cron.Spec.JobTemplate.Spec.Template.Spec, live: false),
        ForeignWorkload { Spec.Template: { } template } foreign => From(foreign, template),
        ForeignWorkload { Spec.PodTemplate: { } template } foreign => new(foreign, "spec.podTemplate.spec", template.Metadata, template.Spec, live: false),
        PodTemplate template => new(template, "template.spec", template.Template.Metadata, template.Template.Spec, live: false),
        _ => null,
    };

    private static PodView From(KubeObject item, PodTemplateSpec template) => new(item, "spec.template.spec", template.Metadata, template.Spec, live: false);

    private IEnumerable<PodView> Differing()
    {
        if (Object is Pod)
            yield break;
        var shapes = new HashSet<int>();
        foreach (var pod in _pods)
            if (PodShape.Of(pod.Spec) is var shape && shape != Shape && shapes.Add(shape))
                yield return new(pod, $"Pod/{pod.Name}: spec", pod.Metadata, pod.Spec, live: true);
    }
}
