using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>A check of objects of fleet components; a cluster that has none of them is not applicable and says so.</summary>
internal abstract class FederationCheck<T> : ObjectCheck<T>
    where T : KubeObject
{
    /// <summary>What the cluster lacks, as a sentence.</summary>
    protected abstract string Absent { get; }

    protected override bool ConcernsCluster(ClusterView view) => !Subjects(view).Any();

    /// <summary>Why its absence proves nothing; null when it does.</summary>
    protected virtual string? Unseen(ClusterView view) => null;

    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        if (Unseen(view) is { } reason)
            judgement.NotAssessed(reason);
        else
            judgement.NotApplicable(Absent);
    }
}
