using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-INGRESS-AUTH: a published route shows who is asked for sign-on, or is declared as edge. A question rather than proof (low): a program may sign people on
/// itself. A client certificate that is optional or unchecked is the control's own weight.
/// </summary>
internal sealed class OpenRoute : ObjectCheck<KubeObject>
{
    private const string Verify = "auth-tls-verify-client";

    public override string Id => "L9-INGRESS-AUTH";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
        [.. Kinds<Ingress>(), new("gateway.networking.k8s.io", "HTTPRoute"), new("gateway.networking.k8s.io", "GRPCRoute"), new("route.openshift.io", "Route")];

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        var weak = false;
        foreach (var (key, value) in item.Metadata.Annotations)
            if (key.EndsWith($"/{Verify}", StringComparison.Ordinal) && value is "off" or "optional_no_ca")
            {
                weak = true;
                judgement.Fail($"metadata.annotations[{key}]", value, "on", "Client certificates are not checked.");
            }
        if (weak)
            return;
        if (RouteAuth.InternalBecause(item) is { } inside)
            judgement.NotApplicable($"Not published: {inside}.");
        else if (view.Policy.IsEdge(item.Namespace, item.Name))
            judgement.Note("metadata.name", item.Name, "Declared as an edge route.");
        else if (RouteAuth.Of(item) is { } auth)
            judgement.Note("metadata.annotations", auth, "The route asks for sign-on.");
        else
            judgement.Fail("metadata.annotations", "no sign-on visible", "sign-on at the edge, or declared as edge",
                "Nothing at the edge asks who is there; whether the program does must be confirmed.", Severity.Low);
    }
}
