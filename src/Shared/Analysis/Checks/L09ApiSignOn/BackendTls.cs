using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-BACKEND-TLS: an edge that speaks TLS to its backends verifies them (proxy-ssl-verify of ingress-nginx, a BackendTLSPolicy of the Gateway API), and in a
/// sensitive namespace outside a mesh it does speak TLS.
/// </summary>
internal sealed class BackendTls : ObjectCheck<KubeObject>
{
    private const string Nginx = "nginx.ingress.kubernetes.io/";

    public override string Id => "L9-BACKEND-TLS";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
        [.. Kinds<Ingress>(), new("gateway.networking.k8s.io", "HTTPRoute"), new("gateway.networking.k8s.io", "GRPCRoute")];

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Service>(), .. Kinds<BackendTlsPolicy>(), .. Kinds<Namespace>(), .. Kinds<IngressClass>()];

    public override bool CrossNamespace => true;

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is GatewayRoute route)
            Evaluate(route, view, judgement);
        else if (item is Ingress ingress)
            Evaluate(ingress, ingress.Metadata.Annotations, view, judgement);
    }

    /// <summary>Without proxy-ssl-secret the controller takes none of the other proxy-ssl settings.</summary>
    private static void Evaluate(Ingress item, StringMap annotations, ClusterView view, Judgement judgement)
    {
        var protocol = annotations[$"{Nginx}backend-protocol"]?.ToUpperInvariant();
        var verify = annotations[$"{Nginx}proxy-ssl-verify"];
        if (annotations[$"{Nginx}ssl-passthrough"] == "true")
            judgement.Note($"metadata.annotations[{Nginx}ssl-passthrough]", "true", "The client's own TLS reaches the backend.");
        else if (protocol is "HTTPS" or "GRPCS" && (verify != "on" || string.IsNullOrEmpty(annotations[$"{Nginx}proxy-ssl-secret"])))
            judgement.Fail($"metadata.annotations[{Nginx}proxy-ssl-verify]", verify == "on" ? "on, without proxy-ssl-secret" : verify ?? "absent (off)",
                "on, with proxy-ssl-secret", "The backend's certificate is not checked: whoever answers is trusted.");
        else if (protocol is not ("HTTPS" or "GRPCS"))
            JudgePlain($"metadata.annotations[{Nginx}backend-protocol]", protocol ?? "HTTP", item.Namespace, view, judgement, RouteLimits.ControllerOf(item, view));
    }

    private static void Evaluate(GatewayRoute route, ClusterView view, Judgement judgement)
    {
        var judged = false;
        foreach (var (named, at) in route.Spec.Rules.SelectMany((rule, i) => rule.BackendRefs.Select((named, j) => (named, $"spec.rules[{i}].backendRefs[{j}]"))))
        {
            if (named.Kind is not (null or "Service") || view.Inventory.Find<Service>(named.Namespace ?? route.Namespace, named.Name) is not { } service)
                continue;
            judged = true;
            var port = service.Spec.Ports.FirstOrDefault(offered => offered.Port == named.Port);
            if (view.BackendTls.Of(service, port) is { } policy && BackendTlsIndex.Verifies(policy))
                judgement.Note(at, $"BackendTLSPolicy {policy.Name}", "The backend's certificate is checked.");
            else if (view.BackendTls.Of(service, port) is { } blind)
                judgement.Fail($"BackendTLSPolicy/{blind.Name}: spec.validation", "no CA", "caCertificateRefs or wellKnownCACertificates",
                    "The backend's certificate is not checked.");
            else if (BackendTlsIndex.SpeaksTls(port))
                judgement.Fail(at, $"Service {service.Name} port {named.Port} without a policy", "a BackendTLSPolicy",
                    "The backend speaks TLS, and the Gateway does not verify it.");
            else
                JudgePlain(at, $"Service {service.Name} in plain text", service.Namespace, view, judgement);
        }
        if (!judged)
            judgement.NotApplicable("No Service behind the route is among the objects read.");
    }

    private static void JudgePlain(string path, string observed, string ns, ClusterView view, Judgement judgement, string? controller = null)
    {
        if (view.NamespaceOf(ns) is { } space && MeshMembership.Of(space) is { } mesh)
            judgement.Note(path, observed, $"The mesh ({mesh}) encrypts.");
        else if (!view.Policy.SensitiveNamespaces.Contains(ns))
            judgement.NotApplicable("Plain text behind the edge is judged in sensitive namespaces only.");
        else if (controller?.Contains("nginx", StringComparison.OrdinalIgnoreCase) == false)
            judgement.NotAssessed($"How {controller} speaks to its backends does not stand in annotations that are known here.");
        else
            judgement.Fail(path, observed, "TLS that is verified, or a mesh", $"What sensitive {ns} is sent crosses the cluster in plain text.");
    }
}
