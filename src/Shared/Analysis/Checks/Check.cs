using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks;

/// <summary>
/// Evaluates one control. A check is pure: everything it knows is in the <see cref="ClusterView"/> (clock included), and it reports only on the subject it was
/// given. Derive from <see cref="WorkloadCheck"/>, <see cref="ObjectCheck{T}"/>, <see cref="NamespaceCheck"/> or <see cref="ClusterCheck"/>.
/// </summary>
public abstract class Check
{
    /// <summary>Id of the control in the catalogue.</summary>
    public abstract string Id { get; }

    /// <summary>
    /// Kinds read beside the subject itself. They give the collector role, what is not assessed when a kind cannot be read, and the dirty set: a change of
    /// one re-evaluates the subjects of its namespace (all subjects when it is cluster-scoped or <see cref="CrossNamespace"/>).
    /// </summary>
    public virtual IReadOnlyList<KindRef> Reads => [];

    /// <summary>True when objects of another namespace can change the verdict of a namespaced subject.</summary>
    public virtual bool CrossNamespace => false;

    /// <summary>Whether a change of an object of <see cref="Reads"/> can matter at all; narrows the dirty set (control-plane flags come from few pods).</summary>
    public virtual bool Heeds(KubeObject changed) => true;

    /// <summary>
    /// True when the check can decide some subjects without its <see cref="Reads"/> and says not assessed itself for the others; else an unreadable kind makes
    /// every subject not assessed.
    /// </summary>
    public virtual bool DecidesWithoutReads => false;

    /// <summary>True when other clusters can change the verdict: they changing re-evaluates every subject.</summary>
    public virtual bool ReadsFleet => false;

    /// <summary>True when the check judges how much of the others could be assessed: it is asked after them.</summary>
    public virtual bool ReadsVerdicts => false;

    /// <summary>The control this check evaluates; set by the catalogue.</summary>
    public Control Control { get; internal set; } = null!;

    /// <summary>Kinds whose objects are (part of) subjects; each subject gets one verdict.</summary>
    protected internal abstract IReadOnlyList<KindRef> SubjectKinds { get; }

    /// <summary>Every kind the check must be able to read: its subjects and what it reads beside them.</summary>
    public IReadOnlyList<KindRef> Needs => [.. SubjectKinds.Union(Reads)];

    /// <summary>Kinds that make workloads, for <see cref="Reads"/>.</summary>
    protected static IReadOnlyList<KindRef> WorkloadKinds => Workload.Kinds;

    /// <summary>All subjects of a cluster.</summary>
    internal abstract IEnumerable<CheckSubject> Subjects(ClusterView view);

    /// <summary>All subjects of a namespace: a Namespace counts in itself.</summary>
    internal virtual IEnumerable<CheckSubject> SubjectsIn(string ns, ClusterView view) => Subjects(view).Where(subject => subject.Ref.ScopeNamespace == ns);

    /// <summary>The subject an object is, or nothing.</summary>
    internal abstract CheckSubject? SubjectOf(KubeObject item, ClusterView view);

    /// <summary>Kinds that a record type holds, for <see cref="Reads"/>.</summary>
    protected static IEnumerable<KindRef> Kinds<T>()
        where T : KubeObject => KnownKinds.Of(typeof(T)).Select(kind => kind.Ref);

    /// <summary>
    /// The cluster as one more subject, for what no object of <see cref="SubjectKinds"/> carries (a setting of the API server, a component that is absent);
    /// null when there is nothing to say.
    /// </summary>
    internal virtual CheckSubject? ClusterSubject(ClusterView view) => null;

    /// <summary>
    /// Whether a pod of a workload that comes, changes or goes can matter to what is read beside the subject; false where of workloads only templates count.
    /// </summary>
    internal virtual bool HeedsReplica(Workload workload) => true;

    /// <summary>Whether a change of this object can change verdicts outside its namespace.</summary>
    internal virtual bool ReachesOtherNamespaces(KubeObject changed) => CrossNamespace;

    internal abstract void Judge(CheckSubject subject, ClusterView view, Judgement judgement);
}

/// <summary>What a check is asked about: its reference, and the object or index entry behind it.</summary>
internal readonly record struct CheckSubject(ObjectRef Ref, object Target);
