using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-INGRESS-WILDCARD-HOST: an Ingress names its hosts, answers for no others, and no other namespace claims the same host; a listener of a Gateway that takes
/// routes of every namespace names a host.
/// </summary>
internal sealed class WildcardHost : ObjectCheck<KubeObject>
{
    public override string Id => "L9-INGRESS-WILDCARD-HOST";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<Ingress>(), .. Kinds<Gateway>()];

    /// <summary>Another Ingress may claim the same host.</summary>
    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Ingress>()];

    public override bool CrossNamespace => true;

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is Ingress ingress)
            Evaluate(ingress, view, judgement);
        else if (item is Gateway gateway)
            for (var i = 0; i < gateway.Spec.Listeners.Count; i++)
                if (gateway.Spec.Listeners[i] is { Hostname: null or "" or "*", Protocol: "HTTP" or "HTTPS" or "TLS", AllowedRoutes.Namespaces.From: "All" } listener)
                    judgement.Fail($"spec.listeners[{i}].hostname", "absent", "a host, or routes of named namespaces",
                        $"A route of any namespace may claim any host on listener {listener.Name}.");
    }

    private static void Evaluate(Ingress item, ClusterView view, Judgement judgement)
    {
        if (item.Spec.DefaultBackend is not null)
            judgement.Fail("spec.defaultBackend", "set", "rules with hosts", "The Ingress answers for every host that no other claims.");
        for (var i = 0; i < item.Spec.Rules.Count; i++)
            if (item.Spec.Rules[i].Host is null or "" or "*")
                judgement.Fail($"spec.rules[{i}].host", item.Spec.Rules[i].Host is { Length: > 0 } star ? star : "absent", "a host", "The rule answers for every host of the controller.");
            else if (view.Hosts.OthersWith(item, item.Spec.Rules[i].Host!) is { } other)
                judgement.Fail($"spec.rules[{i}].host", item.Spec.Rules[i].Host!, "claimed by one namespace", $"Namespace {other} claims the same host: either may answer.");
    }
}
