using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>Why what a subject holds deserves a look, worst first. Rights limited to named objects are none of them.</summary>
public enum RiskReason
{
    /// <summary>Everything.</summary>
    ClusterAdmin,
    /// <summary>Gives itself roles: bind or escalate on roles.</summary>
    Escalates,
    /// <summary>Acts as somebody else.</summary>
    Impersonates,
    /// <summary>Issues tokens of service accounts.</summary>
    MintsTokens,
    /// <summary>Changes admission webhooks.</summary>
    ChangesAdmission,
    /// <summary>Approves certificates, which name users and groups.</summary>
    ApprovesCertificates,
    /// <summary>Reaches kubelets through the API server, or changes nodes.</summary>
    ReachesNodes,
    /// <summary>Reads Secrets.</summary>
    ReadsSecrets,
    /// <summary>Runs pods of its own making.</summary>
    CreatesPods,
    /// <summary>Runs commands in pods of others.</summary>
    Executes,
}

/// <summary>Finds the reasons in rules.</summary>
internal static class RiskReasons
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Admission = "admissionregistration.k8s.io";
    private const string Certificates = "certificates.k8s.io";

    private static readonly string[] Make = ["create", "update", "patch"];

    private static readonly (RiskReason Reason, string Group, string Resource, string[] Verbs)[] Table =
    [
        (RiskReason.Escalates, Rbac, "clusterroles", ["bind", "escalate"]), (RiskReason.Escalates, Rbac, "roles", ["bind", "escalate"]),
        (RiskReason.Impersonates, "", "users", ["impersonate"]), (RiskReason.Impersonates, "", "groups", ["impersonate"]),
        (RiskReason.Impersonates, "", "serviceaccounts", ["impersonate"]),
        (RiskReason.MintsTokens, "", "serviceaccounts/token", ["create"]),
        (RiskReason.ChangesAdmission, Admission, "validatingwebhookconfigurations", Make),
        (RiskReason.ChangesAdmission, Admission, "mutatingwebhookconfigurations", Make),
        (RiskReason.ApprovesCertificates, Certificates, "certificatesigningrequests/approval", ["update", "patch"]),
        (RiskReason.ReachesNodes, "", "nodes/proxy", ["get", "create"]), (RiskReason.ReachesNodes, "", "nodes", ["update", "patch"]),
        (RiskReason.ReadsSecrets, "", "secrets", ["get", "list", "watch"]),
        (RiskReason.CreatesPods, "", "pods", ["create"]), (RiskReason.CreatesPods, "", "replicationcontrollers", Make),
        (RiskReason.CreatesPods, "apps", "deployments", Make), (RiskReason.CreatesPods, "apps", "daemonsets", Make),
        (RiskReason.CreatesPods, "apps", "statefulsets", Make), (RiskReason.CreatesPods, "apps", "replicasets", Make),
        (RiskReason.CreatesPods, "batch", "jobs", Make), (RiskReason.CreatesPods, "batch", "cronjobs", Make),
        (RiskReason.Executes, "", "pods/exec", ["create", "get"]), (RiskReason.Executes, "", "pods/attach", ["create", "get"]),
        (RiskReason.Executes, "", "pods/ephemeralcontainers", ["update", "patch"]),
    ];

    /// <summary>Reasons among rules that hold in the whole cluster, or in one namespace, where rights on what no namespace holds count for nothing.</summary>
    public static IReadOnlyList<RiskReason> Of(IReadOnlyList<PolicyRule> rules, bool clusterWide)
    {
        var found = new SortedSet<RiskReason>();
        foreach (var rule in rules)
        {
            if (rule.ResourceNames.Count > 0)
                continue;
            if (rule.Verbs.Contains("*") && rule.Resources.Contains("*") && rule.ApiGroups.Contains("*"))
                return [RiskReason.ClusterAdmin];
            foreach (var (reason, group, resource, verbs) in Table)
                if (RuleMatch.Reaches(rule, group, resource) && RuleMatch.FirstVerb(rule, verbs) is not null
                    && (clusterWide || !KnownResources.IsClusterScoped(verbs, [group], resource)))
                    found.Add(reason);
        }
        return [.. found];
    }
}
