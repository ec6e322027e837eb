using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-RBAC-CREDENTIAL-MINT: nobody but the platform approves certificates for a signer, makes tokens of any service account, or edits the ConfigMap aws-auth,
/// which maps cloud identities to groups (critical where the cluster has one).
/// </summary>
internal sealed class CredentialMint : RightCheck
{
    private const string Certificates = "certificates.k8s.io";
    private const string Map = "aws-auth";
    private const string Mapping = "edit the ConfigMap aws-auth";
    private const string NamedMapping = "edit the ConfigMap aws-auth by its name";

    public override string Id => "L6-RBAC-CREDENTIAL-MINT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<ConfigMap>()];

    public override bool CrossNamespace => true;

    /// <summary>Of the ConfigMaps only one counts.</summary>
    public override bool Heeds(KubeObject changed) => changed is not ConfigMap || changed is { Namespace: "kube-system", Name: Map };

    protected override string Expected => "held by controllers only, tokens by resourceNames";

    protected override string? RightOf(PolicyRule rule, AccessBinding binding)
    {
        if (binding.Namespace is null && rule.ResourceNames.Count == 0 && RuleMatch.Reaches(rule, Certificates, "certificatesigningrequests/approval")
            && RuleMatch.FirstVerb(rule, "update", "patch") is { } verb
            && binding.Rules.Any(other => RuleMatch.Reaches(other, Certificates, "signers") && RuleMatch.Has(other.Verbs, "approve")))
            return $"{verb} certificatesigningrequests/approval";
        if (RuleMatch.Allows(rule, "", "serviceaccounts/token", "create"))
            return "create serviceaccounts/token";
        return binding.Namespace is null or "kube-system" && RuleMatch.Reaches(rule, "", "configmaps")
            && RuleMatch.FirstVerb(rule, "update", "patch") is not null && (rule.ResourceNames.Count == 0 || rule.ResourceNames.Contains(Map))
            ? rule.ResourceNames.Count == 0 ? Mapping : NamedMapping
            : null;
    }

    /// <summary>Whoever names the ConfigMap in a role has a cluster that reads it; a right to all ConfigMaps counts where there is one.</summary>
    protected override bool Counts(string right, ClusterView view) => right != Mapping || view.Inventory.Find<ConfigMap>("kube-system", Map) is not null;

    protected override Severity? SeverityOf(string right, AccessBinding binding) => right is Mapping or NamedMapping ? Severity.Critical : null;
}
