using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-PULL-AUTH-MISSING: a workload with an image of a private registry brings a pull secret, itself or by its service account, or the policy says that nodes
/// pull from there by an identity of their own, which every tenant of the node then shares.
/// </summary>
internal sealed class PullCredential : WorkloadCheck
{
    public override string Id => "L3-PULL-AUTH-MISSING";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<ServiceAccount>()];

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        if (view.Policy.PrivateRegistries.Count == 0)
        {
            judgement.NotAssessed("The policy names no private registries.");
            return;
        }
        if (Private(pod, view) is not { } container)
            judgement.NotApplicable("No image of a private registry that asks workloads for credentials.");
        else if (pod.Spec.ImagePullSecrets.Count == 0)
            JudgeAccount(container, workload, view, judgement);
    }

    private static void JudgeAccount(ContainerView container, Workload workload, ClusterView view, Judgement judgement)
    {
        var account = view.Inventory.Find<ServiceAccount>(workload.Namespace, workload.ServiceAccountName);
        if (account is null)
            judgement.NotAssessed($"ServiceAccount {workload.ServiceAccountName} is not among the objects read.");
        else if (account.ImagePullSecrets.Count == 0)
            judgement.Fail(container.Pod.At("imagePullSecrets"), "absent, and none on the service account",
                "a read-only pull secret, or a node identity in the policy",
                $"{container.Container.Image} is pulled with what the node has: every pod there can use it.");
    }

    private static ContainerView? Private(PodView pod, ClusterView view)
    {
        foreach (var container in pod.Containers())
            if (view.ImageOf(container.Container.Image) is { } image && image.IsUnderAny(view.Policy.PrivateRegistries)
                && !image.IsUnderAny(view.Policy.NodeIdentityRegistries))
                return container;
        return null;
    }
}
