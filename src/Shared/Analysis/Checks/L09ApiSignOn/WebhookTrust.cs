using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-WEBHOOK-CA: webhooks answer from inside the cluster, by a Service, and the API server knows their CA. A URL is high where the webhook changes objects or
/// sees Secrets; a missing or expired CA is medium.
/// </summary>
internal sealed class WebhookTrust : ObjectCheck<KubeObject>
{
    public override string Id => "L9-WEBHOOK-CA";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<WebhookConfiguration>(), .. Kinds<CustomResourceDefinition>()];

    protected override bool Concerns(KubeObject item, ClusterView view) =>
        item is WebhookConfiguration or CustomResourceDefinition { Spec.Conversion.Webhook: not null };

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is CustomResourceDefinition { Spec.Conversion.Webhook.ClientConfig: { } conversion })
            Client(conversion, "spec.conversion.webhook.clientConfig", item.Name, strong: true, view, judgement);
        else if (item is WebhookConfiguration configuration)
            for (var i = 0; i < configuration.Webhooks.Count; i++)
                Client(configuration.Webhooks[i].ClientConfig, $"webhooks[{i}].clientConfig", configuration.Webhooks[i].Name,
                    item.Kind == "MutatingWebhookConfiguration" || configuration.Webhooks[i].Rules.Any(SeesSecrets), view, judgement);
    }

    private static void Client(WebhookClientConfig client, string at, string name, bool strong, ClusterView view, Judgement judgement)
    {
        if (client.Url is { Length: > 0 } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && view.Policy.WebhookHosts.Contains(uri.Host)))
            judgement.Fail($"{at}.url", Uri.TryCreate(url, UriKind.Absolute, out var shown) ? shown.Host : "not a URL", "a Service of the cluster, or a host of the policy",
                $"Objects leave the cluster for {name}{(strong ? ", which changes them or sees Secrets" : "")}.", strong ? Severity.High : Severity.Medium);
        if (string.IsNullOrEmpty(client.CaBundle))
            judgement.Fail($"{at}.caBundle", "absent", "the CA of the webhook", "Any certificate that the system roots trust is accepted.", Severity.Medium);
        else if (Ended(client.CaBundle) is { } ended && ended < view.Now)
            judgement.Fail($"{at}.caBundle", $"ended {ended.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", "a CA that is valid", $"No certificate of {name} can be verified any more.", Severity.Medium);
    }

    private static bool SeesSecrets(RuleWithOperations rule) => rule.Resources.Any(resource => resource is "secrets" or "*" or "*/*");

    /// <summary>End of the CA that lasts longest; null when the bundle cannot be read.</summary>
    private static DateTimeOffset? Ended(string bundle)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(bundle)));
            DateTimeOffset? last = null;
            foreach (var certificate in certificates)
                using (certificate)
                    if (last is null || certificate.NotAfter.ToUniversalTime() > last)
                        last = certificate.NotAfter.ToUniversalTime();
            return last;
        }
        catch (Exception unreadable) when (unreadable is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
