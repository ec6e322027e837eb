using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-WEBHOOK-FAIL-OPEN: webhooks that enforce policy fail closed and match every API version; a closed one answers within 15 seconds, and a broad closed one
/// has more than one replica behind it. Defaults of v1: Fail and Equivalent (rule R14); those of a manifest of v1beta1: Ignore and Exact.
/// </summary>
internal sealed class WebhookFailOpen : ObjectCheck<WebhookConfiguration>
{
    private const int SlowSeconds = 15;

    private const string BeforeV1 = "admissionregistration.k8s.io/v1beta1";

    private const string Absent = "absent (default of v1beta1)";

    public override string Id => "L9-WEBHOOK-FAIL-OPEN";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Service>(), .. WorkloadKinds];

    public override bool CrossNamespace => true;

    public override bool DecidesWithoutReads => true;

    /// <summary>Pods come and go; the replicas stand in their controllers.</summary>
    public override bool Heeds(KubeObject changed) => changed is not Pod;

    protected override void Evaluate(WebhookConfiguration item, ClusterView view, Judgement judgement)
    {
        var before = item.ApiVersion == BeforeV1;
        for (var i = 0; i < item.Webhooks.Count; i++)
        {
            var webhook = item.Webhooks[i];
            var at = $"webhooks[{i}]";
            if ((webhook.MatchPolicy ?? (before ? "Exact" : null)) == "Exact")
                judgement.Fail($"{at}.matchPolicy", webhook.MatchPolicy ?? Absent, before ? "Equivalent" : "Equivalent or absent", $"A request in another API version evades webhook {webhook.Name}.");
            if ((webhook.FailurePolicy ?? (before ? "Ignore" : null)) == "Ignore")
            {
                if (Enforces(item, webhook, view))
                    judgement.Fail($"{at}.failurePolicy", webhook.FailurePolicy ?? Absent, before ? "Fail" : "Fail or absent",
                        $"When webhook {webhook.Name} does not answer, its policy is not enforced.");
                continue;
            }
            if (webhook.TimeoutSeconds > SlowSeconds)
                judgement.Fail($"{at}.timeoutSeconds", $"{webhook.TimeoutSeconds}", $"at most {SlowSeconds}",
                    $"Requests wait up to {webhook.TimeoutSeconds} s when webhook {webhook.Name} hangs, and then fail.");
            if (IsBroad(webhook) && SingleReplica(webhook, view) is { } single)
                judgement.Fail($"{at}.clientConfig.service", single, "a back end of at least two replicas",
                    $"Webhook {webhook.Name} guards nearly every request and fails closed, but one pod answers for it.", Severity.Low);
        }
    }

    private static bool Enforces(WebhookConfiguration item, Webhook webhook, ClusterView view)
    {
        foreach (var mark in view.Policy.EnforcementWebhooks)
            if (Has(webhook.Name, mark) || Has(item.Name, mark)
                || (webhook.ClientConfig.Service is { } service && (Has(service.Name, mark) || Has(service.Namespace, mark))))
                return true;
        return false;
    }

    private static bool Has(string name, string mark) => name.Contains(mark, StringComparison.OrdinalIgnoreCase);

    /// <summary>Pods or everything, in every namespace.</summary>
    private static bool IsBroad(Webhook webhook) =>
        webhook.NamespaceSelector is null or { IsEmpty: true } && webhook.ObjectSelector is null or { IsEmpty: true } && webhook.MatchConditions.Count == 0
        && webhook.Rules.Any(rule => rule.Resources.Any(resource => resource is "*" or "*/*" or "pods")
            && rule.Operations.Any(operation => operation is "*" or "CREATE"));

    private static string? SingleReplica(Webhook webhook, ClusterView view)
    {
        if (webhook.ClientConfig.Service is not { } reference
            || view.Inventory.Find<Service>(reference.Namespace, reference.Name) is not { Spec.Selector.Count: > 0 } service)
            return null;
        var behind = view.Workloads.InNamespace(service.Namespace).Where(workload => workload.PodLabels.Matches(service.Spec.Selector)).ToList();
        return behind is [{ Object: Deployment { Spec.Replicas: null or < 2 } deployment }]
            ? $"Deployment {deployment.Namespace}/{deployment.Name} with {deployment.Spec.Replicas ?? 1} replica"
            : null;
    }
}
