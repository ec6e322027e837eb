using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-INGRESS-REDIRECT: where TLS is served, plain HTTP only redirects to it: no annotation of ingress-nginx switches that off, and no Route of OpenShift allows
/// plain text. Listeners of the Gateway API are judged by L9-GATEWAY-TLS.
/// </summary>
internal sealed class PlainRedirect : ObjectCheck<KubeObject>
{
    public override string Id => "L9-INGRESS-REDIRECT";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<Ingress>(), new("route.openshift.io", "Route")];

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is Ingress ingress)
        {
            if (ingress.Spec.Tls.Count == 0)
                judgement.NotApplicable("The Ingress serves no TLS; see L9-INGRESS-TLS.");
            else
                foreach (var (key, value) in ingress.Metadata.Annotations)
                    if (key.EndsWith("/ssl-redirect", StringComparison.Ordinal) && string.Equals(value, "false", StringComparison.OrdinalIgnoreCase)
                        && ingress.Metadata.Annotations[$"{key[..^"ssl-redirect".Length]}force-ssl-redirect"] != "true")
                        judgement.Fail($"metadata.annotations[{key}]", value, "absent or true", "Plain HTTP is served next to TLS.");
        }
        else if (item is GenericObject route && route.Spec.Field("tls") is null)
            judgement.NotApplicable("The Route serves no TLS; see L9-INGRESS-TLS.");
        else if (item is GenericObject open && open.Spec.Field("tls").Text("insecureEdgeTerminationPolicy") == "Allow")
            judgement.Fail("spec.tls.insecureEdgeTerminationPolicy", "Allow", "Redirect or None", "Plain HTTP is served next to TLS.");
    }
}
