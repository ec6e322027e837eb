using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

internal sealed partial class NetworkClasses
{
    /// <summary>
    /// Takes one changed pod from its class to the one it belongs to now, the view having followed the change. False when that takes a class that is not there,
    /// leaves one empty, or lets a template stand for pods or no longer: then classes are sorted anew.
    /// </summary>
    public bool Follow(InventoryChange change)
    {
        var was = change.Before is null ? null : Of(change.Before.Ref);
        var pod = change.After is Pod after && !HasEnded(after) ? after : null;
        var workload = change.After is null ? null : _view.Workloads.Of(change.After);
        NetworkClass? now = null;
        if (pod is not null && !_byKey.TryGetValue(KeyOf(pod.Namespace, pod.Metadata.Labels, pod.Spec, pod.Status).Key, out now))
            return false;
        if ((was is not null && was != now && was.Members.Count == 1) || StandsForPods(workload) || LeavesNone(change.Before as Pod))
            return false;
        was?.Remove(change.Subject.Ref);
        _byMember.Remove(change.Subject.Ref);
        if (now is null)
            return true;
        now.Add(new(pod!, workload));
        _byMember[pod!.Ref] = now;
        return true;
    }

    /// <summary>Whether the template of a workload is still a member though it has a pod now.</summary>
    private bool StandsForPods(Workload? workload) => workload is { Object: not Pod } && _byMember.ContainsKey(workload.Ref);

    /// <summary>Whether the workload of a pod that was has lost its last one, and its template stands for none yet.</summary>
    private bool LeavesNone(Pod? was) =>
        was is not null && _view.Workloads.OwnerOf(was) is { Object: not Pod, Pods.Count: 0 } workload && !_byMember.ContainsKey(workload.Ref);
}
