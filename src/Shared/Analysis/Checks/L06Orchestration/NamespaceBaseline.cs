using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-NS-BASELINE: a namespace came with the whole set: an owner, a Pod Security level, default-deny for incoming traffic, a quota, a limit range and rights
/// of its own. Each part has a control that weighs it; this one tells how mature self-service is.
/// </summary>
internal sealed class NamespaceBaseline : NamespaceCheck
{
    public override string Id => "L6-NS-BASELINE";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [.. Kinds<ResourceQuota>(), .. Kinds<LimitRange>(), .. Kinds<RoleBinding>(), .. PodPolicyIndex.Kinds];

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        var present = 0;
        void Need(bool there, string path, string expected, string message)
        {
            if (there)
                present++;
            else
                judgement.Fail(path, "absent", expected, message);
        }
        Need(HasOwner(ns, view), "metadata.labels", $"one of {string.Join(", ", view.Policy.OwnerKeys)}", $"Nobody is named who answers for {ns.Name}.");
        Need(ns.Metadata.Labels.ContainsKey(PodSecurityLevels.EnforceLabel), $"metadata.labels[{PodSecurityLevels.EnforceLabel}]", "baseline or restricted",
            "No Pod Security level is set.");
        Need(HasDefaultDeny(ns, view), "NetworkPolicy", "a policy that denies incoming traffic by default", "Nothing denies incoming traffic by default.");
        Need(view.Quotas.HasQuota(ns.Name), "ResourceQuota", "a quota", "Nothing bounds what the namespace uses.");
        Need(view.Quotas.HasLimitRange(ns.Name), "LimitRange", "a limit range", "Containers get no default requests and limits.");
        Need(view.BoundNamespaces.Contains(ns.Name), "RoleBinding", "a binding in the namespace",
            "Nobody has rights in the namespace alone: its users must hold them in the whole cluster.");
        judgement.Note("namespace", $"{present} of 6", "All parts are there.");
    }

    private static bool HasOwner(Namespace ns, ClusterView view)
    {
        foreach (var key in view.Policy.OwnerKeys)
            if (!string.IsNullOrEmpty(ns.Metadata.Labels[key]) || !string.IsNullOrEmpty(ns.Metadata.Annotations[key]))
                return true;
        return false;
    }

    private static bool HasDefaultDeny(Namespace ns, ClusterView view)
    {
        foreach (var policy in view.PodPolicies.In(ns.Name).All)
            if (policy is { Pods: null, Ingress: Isolation.DenyAll })
                return true;
        return false;
    }
}
