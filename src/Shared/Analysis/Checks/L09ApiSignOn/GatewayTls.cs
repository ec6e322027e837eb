using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-GATEWAY-TLS: listeners of a Gateway or ListenerSet serve HTTPS or TLS with certificates that resolve; a plain listener only redirects; client certificates
/// are not optional by fallback; no grant opens a certificate to every namespace.
/// </summary>
internal sealed class GatewayTls : ObjectCheck<Gateway>
{
    public override string Id => "L9-GATEWAY-TLS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<GatewayRoute>(), .. Kinds<ReferenceGrant>(), .. Kinds<Namespace>()];

    public override bool CrossNamespace => true;

    protected override void Evaluate(Gateway item, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < item.Spec.Listeners.Count; i++)
        {
            var listener = item.Spec.Listeners[i];
            var at = $"spec.listeners[{i}]";
            if (listener.Protocol is "HTTP" or "TCP")
                JudgePlain(item, listener, at, view, judgement);
            else if (listener.Protocol is "HTTPS" or "TLS" && listener.Tls?.Mode is null or "Terminate")
                JudgeCertificates(item, listener, at, view, judgement);
            if (listener.Tls?.FrontendValidation.Text("mode") == "AllowInsecureFallback")
                JudgeFallback($"{at}.tls.frontendValidation.mode", judgement);
            foreach (var condition in item.Status?.Listeners.FirstOrDefault(status => status.Name == listener.Name)?.Conditions ?? [])
                if (condition is { Type: "ResolvedRefs", Status: "False", Reason: not "InvalidRouteKinds" } && listener.Protocol is "HTTPS" or "TLS")
                    judgement.Fail($"status.listeners[{listener.Name}].conditions[ResolvedRefs]", "False", "True",
                        "The certificate of the listener does not resolve.");
        }
        var frontend = item.Spec.Tls.Field("frontend");
        foreach (var (path, part) in frontend.Field("perPort").Items().Select((port, i) => ($"spec.tls.frontend.perPort[{i}].tls", port.Field("tls")))
            .Prepend(("spec.tls.frontend.default", frontend.Field("default"))))
            if (part.Field("validation").Text("mode") == "AllowInsecureFallback")
                JudgeFallback($"{path}.validation.mode", judgement);
    }

    private static void JudgePlain(Gateway item, GatewayListener listener, string at, ClusterView view, Judgement judgement)
    {
        foreach (var route in view.Gateways.PlainRoutesOf(item, listener, view))
            if (!IsRedirect(route))
                judgement.Fail($"{at}.protocol", listener.Protocol!, "HTTPS or TLS, or routes that redirect",
                    $"{route.Kind} {route.Namespace}/{route.Name} is served as plain text on listener {listener.Name}.");
    }

    private static void JudgeCertificates(Gateway item, GatewayListener listener, string at, ClusterView view, Judgement judgement)
    {
        var references = listener.Tls?.CertificateRefs ?? [];
        if (references.Count == 0 && listener.Tls?.Options.Count is null or 0)
            judgement.Fail($"{at}.tls.certificateRefs", "absent", "a certificate", $"Listener {listener.Name} terminates TLS without a certificate.");
        for (var i = 0; i < references.Count; i++)
        {
            if (references[i].Namespace is not { } ns || ns == item.Namespace)
                continue;
            var grants = view.Gateways.SecretGrants(ns, references[i].Name, item).ToList();
            if (grants.Count == 0)
                judgement.Fail($"{at}.tls.certificateRefs[{i}]", $"{ns}/{references[i].Name}", "permitted by a ReferenceGrant",
                    "No ReferenceGrant permits the certificate of another namespace.");
            foreach (var grant in grants)
                if (grant.Spec.From.Any(GatewayIndex.IsEveryNamespace))
                    judgement.Fail($"ReferenceGrant/{ns}/{grant.Name}: spec.from[*].namespace", "every namespace", "named namespaces",
                        "A grant lets every namespace use the certificate.");
        }
    }

    private static void JudgeFallback(string path, Judgement judgement) =>
        judgement.Fail(path, "AllowInsecureFallback", "AllowValidOnly", "Connections without a valid client certificate are let in.");

    private static bool IsRedirect(GatewayRoute route) =>
        route.Spec.Rules.Count > 0
        && route.Spec.Rules.All(rule => rule.Filters.Any(filter => filter.Type == "RequestRedirect" && filter.RequestRedirect.Text("scheme") == "https"));
}
