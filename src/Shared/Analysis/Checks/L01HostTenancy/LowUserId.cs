using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>
/// L1-CTR-LOW-UID: users and groups of containers lie above 10000, where nodes have no accounts. Unset ids are judged by L1-CTR-RUN-AS-NONROOT; a user namespace
/// and ranges that OpenShift gives make the number harmless.
/// </summary>
internal sealed class LowUserId : WorkloadCheck
{
    private const long Least = 10_000;

    public override string Id => "L1-CTR-LOW-UID";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Namespace>()];

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (pod.IsWindows || pod.Spec.HostUsers == false
            || view.NamespaceOf(workload.Namespace)?.Metadata.Annotations.ContainsKey("openshift.io/sa.scc.uid-range") == true)
        {
            judgement.NotApplicable("The ids of the pod are not those of the node.");
            return;
        }
        foreach (var container in pod.Containers())
        {
            if (container.Security.RunAsUser is { } user and <= Least)
                judgement.Fail(container.At("securityContext.runAsUser"), user.ToString(CultureInfo.InvariantCulture), $"above {Least}",
                    $"The node may have an account with the user id of container {container.Container.Name}.");
            if (container.Security.RunAsGroup is { } group and <= Least)
                judgement.Fail(container.At("securityContext.runAsGroup"), group.ToString(CultureInfo.InvariantCulture), $"above {Least}",
                    $"The node may have a group with the id of container {container.Container.Name}.");
        }
    }
}
