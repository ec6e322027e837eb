using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-WEBHOOK-SCOPE: a webhook that is not the platform's sees no Secrets, tokens or everything; one that enforces policy skips no namespace by a label that
/// tenants set; a mutating one is on the policy's list, where it has one.
/// </summary>
internal sealed class WebhookScope : ObjectCheck<WebhookConfiguration>
{
    public override string Id => "L9-WEBHOOK-SCOPE";

    protected override void Evaluate(WebhookConfiguration item, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < item.Webhooks.Count; i++)
        {
            var webhook = item.Webhooks[i];
            var enforces = Enforces(item, webhook, view);
            if (!enforces && !IsPlatform(webhook, view))
                Rules(webhook, $"webhooks[{i}]", judgement);
            if (enforces && SkippedBy(webhook.NamespaceSelector) is { } label)
                judgement.Fail($"webhooks[{i}].namespaceSelector", label, "namespaces left out by kubernetes.io/metadata.name only",
                    $"Whoever sets the label {label} on a namespace takes it out of the policy.");
            if (item.Kind == "MutatingWebhookConfiguration" && view.Policy.KnownWebhooks.Count > 0 && !view.Policy.KnownWebhooks.Contains(webhook.Name))
                judgement.Fail($"webhooks[{i}].name", webhook.Name, "a webhook that the policy lists", "Nobody has listed this webhook, and it changes objects.");
        }
    }

    private static void Rules(Webhook webhook, string at, Judgement judgement)
    {
        for (var j = 0; j < webhook.Rules.Count; j++)
        {
            var rule = webhook.Rules[j];
            var core = rule.ApiGroups.Contains("") || rule.ApiGroups.Contains("*");
            foreach (var resource in rule.Resources)
                if (resource is "*" or "*/*" || (core && resource is "secrets" or "serviceaccounts/token" or "serviceaccounts/*"))
                    judgement.Fail($"{at}.rules[{j}].resources", resource, "the kinds that it needs", $"Webhook {webhook.Name} receives Secrets, tokens or every object.");
        }
    }

    private static bool IsPlatform(Webhook webhook, ClusterView view) =>
        webhook.ClientConfig.Service is { } service && (view.IsSystem(service.Namespace) || view.Policy.PlatformAccounts.Contains(service.Namespace));

    private static bool Enforces(WebhookConfiguration item, Webhook webhook, ClusterView view)
    {
        foreach (var mark in view.Policy.EnforcementWebhooks)
            if (webhook.Name.Contains(mark, StringComparison.OrdinalIgnoreCase) || item.Name.Contains(mark, StringComparison.OrdinalIgnoreCase)
                || webhook.ClientConfig.Service?.Namespace.Contains(mark, StringComparison.OrdinalIgnoreCase) == true)
                return true;
        return false;
    }

    /// <summary>A label whose presence or value leaves a namespace out; null when the selector only names namespaces or asks labels to be there.</summary>
    private static string? SkippedBy(LabelSelector? selector)
    {
        foreach (var term in selector?.MatchExpressions ?? [])
            if (term.Operator is "NotIn" or "DoesNotExist" && term.Key != PodPolicyIndex.NameLabel)
                return term.Key;
        return null;
    }
}
