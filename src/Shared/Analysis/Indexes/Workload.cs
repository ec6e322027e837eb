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
    public IReadOnlyList<Pod> Pods => _pods;

    public string Namespace => Object.Namespace;

    /// <summary>Labels of the pods, by the template.</summary>
    public StringMap PodLabels => Template.Metadata.Labels;

    /// <summary>Name of the service account used; "default" when the field is absent.</summary>
    public string ServiceAccountName => Template.Spec.ServiceAccountName is { Length: > 0 } name ? name : "default";

    /// <summary>What <see cref="Object"/> is called; one instance, because each check keys its finding by it.</summary>
    public ObjectRef Ref { get; }

    /// <summary>The digests that run.</summary>
    internal IReadOnlyList<RunningImage> Images => _images ??= RunningImage.Of(this);

    /// <summary>The first live pod of each shape that differs from the template: replicas of one shape say the same.</summary>
    public IReadOnlyList<PodView> LiveViews => _live ??= [.. Differing()];

    internal void Add(Pod pod)
    {
        var at = _pods.BinarySearch(pod, ByName);
        _pods.Insert(at < 0 ? ~at : at, pod);
        (_live, _images) = (null, null);
    }

    internal void Remove(Pod pod)
    {
        _pods.RemoveAll(held => held.Name == pod.Name);
        (_live, _images) = (null, null);
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
            if (PodShape.Of(pod.Spec) is var shape && shape != PodShape.Of(Template.Spec) && shapes.Add(shape))
                yield return new(pod, $"Pod/{pod.Name}: spec", pod.Metadata, pod.Spec, live: true);
    }
}
