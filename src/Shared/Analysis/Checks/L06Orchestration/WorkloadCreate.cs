using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-WORKLOAD-CREATE: create, update or patch of pods or of what makes pods (CIS 5.1.4). The whole cluster is high; a namespace is medium and harmless
/// where Pod Security enforces baseline at least.
/// </summary>
internal sealed class WorkloadCreate : RightCheck
{
    private static readonly (string Group, string Resource)[] Workloads =
    [
        ("", "pods"), ("", "replicationcontrollers"), ("apps", "deployments"), ("apps", "daemonsets"), ("apps", "statefulsets"), ("apps", "replicasets"),
        ("batch", "jobs"), ("batch", "cronjobs"),
    ];

    public override string Id => "L6-RBAC-WORKLOAD-CREATE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<Namespace>(), .. Kinds<Pod>()];

    /// <summary>The API server's flags decide what a namespace without label enforces.</summary>
    public override bool CrossNamespace => true;

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override string Expected => "only in namespaces that enforce Pod Security baseline";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding)
    {
        if (rule.ResourceNames.Count > 0)
            return null;
        foreach (var (group, resource) in Workloads)
            if (RuleMatch.Reaches(rule, group, resource) && RuleMatch.FirstVerb(rule, "create", "patch", "update") is { } verb)
                return $"{verb} {resource}";
        return null;
    }

    protected override Severity? SeverityOf(string right, AccessBinding binding) => binding.Namespace is null ? Severity.High : Severity.Medium;

    protected override bool Matters(AccessBinding binding, ClusterView view, Judgement judgement)
    {
        if (binding.Namespace is null)
            return true;
        var enforced = view.PodSecurity.EnforcedIn(binding.Namespace);
        if (enforced is { IsBaseline: true })
            judgement.Note("metadata.namespace", binding.Namespace, $"Pod Security enforces {enforced.Level} in {binding.Namespace}.");
        else if (enforced.Unknown is { } reason)
            judgement.NotAssessed(reason);
        else
            return true;
        return false;
    }
}
