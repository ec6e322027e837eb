using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-SVC-EXTERNAL-IPS: no Service claims addresses of its own choice (CVE-2020-8554; CIS 1.2.3). On the cluster: the admission plug-in that refuses them is on and
/// no ordinary subject may write the status of Services, the other way to the same attack.
/// </summary>
internal sealed class ExternalIps : ObjectCheck<Service>
{
    private const string Plugin = "DenyServiceExternalIPs";

    private static readonly string[] Writes = ["patch", "update"];

    public override string Id => "L7-SVC-EXTERNAL-IPS";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [new("", "Pod"), .. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    public override bool DecidesWithoutReads => true;

    public override bool Heeds(KubeObject changed) => changed is not Pod || ControlPlaneFlags.Heeds(changed);

    protected override bool ConcernsCluster(ClusterView view) => true;

    protected override void Evaluate(Service item, ClusterView view, Judgement judgement)
    {
        if (item.Spec.ExternalIPs.Count > 0)
            judgement.Fail("spec.externalIPs", string.Join(", ", item.Spec.ExternalIPs), "empty",
                "The Service takes over traffic to these addresses from every pod of the cluster.");
    }

    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        foreach (var kind in Reads)
            if (!view.Inventory.Covers(kind))
                judgement.NotAssessed($"{kind} could not be read.");
        foreach (var grant in view.Access.Grants)
            if (!PlatformSubjects.IsExempt(grant, view) && VerbOf(grant.Rules) is { } verb)
                judgement.Fail($"{grant.Binding.Kind}/{grant.Binding.Name}", $"{verb} services/status", "no grant",
                    $"{grant.Subject.Kind} {grant.Subject.Name} may set the load balancer addresses of Services.", Severity.Medium);
        var seen = false;
        foreach (var server in view.ControlPlane.ApiServers)
        {
            seen = true;
            if (!server.List("enable-admission-plugins").Contains(Plugin))
                judgement.Fail(server.At("enable-admission-plugins"), server["enable-admission-plugins"] ?? "absent", $"contains {Plugin}",
                    $"The API server admits Services with externalIPs: {Plugin} is not enabled.", Severity.Medium);
        }
        if (!seen)
            judgement.NotAssessed(ControlPlaneFlags.Hidden("kube-apiserver"));
    }

    /// <summary>The verb that lets one write the status: patch and update write the same fields.</summary>
    private static string? VerbOf(IReadOnlyList<PolicyRule> rules) =>
        Array.Find(Writes, verb => rules.Any(rule => RuleMatch.Allows(rule, "", "services/status", verb)));
}
