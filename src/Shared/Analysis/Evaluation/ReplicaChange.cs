using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Evaluation;

/// <summary>Most changes of a cluster are pods of controllers that come, go and report their state, all alike: what such a change leaves as it was.</summary>
/// <param name="Workload">
/// The controller that the pod belongs to before and after, or a bare pod that only reports its state; null for every other change: then templates may differ.
/// </param>
/// <param name="IsQuiet">Whether what is shown of the workload (its template, the pods that differ from it) stays the same.</param>
internal readonly record struct ReplicaChange(Workload? Workload, bool IsQuiet)
{
    /// <summary>
    /// From here on the API server itself counts a pod's generation up with every change of its spec (KEP-5067, stable). Before, whoever creates a pod may set any
    /// number, which then stays while its images change.
    /// </summary>
    private const int CountsGenerations = 35;

    /// <summary>Asked before the view follows the change.</summary>
    public static ReplicaChange Of(InventoryChange change, ClusterView view)
    {
        if (change.Subject is not Pod subject)
            return default;
        var reports = change is { Before: Pod was, After: Pod now } && OnlyReports(was, now, view);
        var workload = change.Before is null ? view.Workloads.OwnerOf(subject) : view.Workloads.Of(change.Before);
        if (workload?.Object is Pod)
            return reports ? new(workload, true) : default;
        if (workload is null || (change.After is Pod owned && view.Workloads.OwnerOf(owned) != workload))
            return default;
        return new(workload, reports || ((change.Before is not Pod gone || !workload.Shows(gone)) && (change.After is not Pod after || !workload.WouldShow(after))));
    }

    /// <summary>Whether a pod differs in its status only. Only the version that the server itself tells is believed.</summary>
    private static bool OnlyReports(Pod was, Pod now, ClusterView view) =>
        (ReferenceEquals(was.Spec, now.Spec) || (ClusterView.MinorOf(view.Inventory.ServerVersion) >= CountsGenerations
            && was.Metadata.Generation is > 0 and var generation && generation == now.Metadata.Generation))
        && was.Metadata.Uid == now.Metadata.Uid && was.Spec.NodeName == now.Spec.NodeName && was.Metadata.DeletionTimestamp == now.Metadata.DeletionTimestamp
        && was.Metadata.Labels.Equals(now.Metadata.Labels) && was.Metadata.Annotations.Equals(now.Metadata.Annotations)
        && was.Metadata.OwnerReferences.SequenceEqual(now.Metadata.OwnerReferences);
}
