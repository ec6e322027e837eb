using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-INGRESS-TLS: every host of an Ingress is covered by a tls entry with a certificate, every Route terminates TLS. A tls entry without a Secret passes only
/// where a controller names a default certificate.
/// </summary>
internal sealed class IngressTls : ObjectCheck<KubeObject>
{
    public override string Id => "L9-INGRESS-TLS";

    public override IReadOnlyList<KindRef> Reads => WorkloadKinds;

    public override bool DecidesWithoutReads => true;

    public override bool CrossNamespace => true;

    public override bool Heeds(KubeObject changed) => IngressControllers.NamesCertificate(changed);

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [.. Kinds<Ingress>(), new("route.openshift.io", "Route")];

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is Ingress ingress)
            Evaluate(ingress, view, judgement);
        else if (item is GenericObject route && route.Spec.Field("tls").Text("termination") is null or "")
            judgement.Fail("spec.tls.termination", "absent", "edge, reencrypt or passthrough", "The Route serves plain text.");
    }

    private static void Evaluate(Ingress item, ClusterView view, Judgement judgement)
    {
        var spec = item.Spec;
        var named = spec.IngressClassName ?? item.Metadata.Annotations["kubernetes.io/ingress.class"];
        if (named is not null && view.Policy.PlainTextIngressClasses.Contains(named))
            judgement.NotApplicable($"Ingress class {named} is declared as internal plain text.");
        else if (spec.Tls.Count == 0)
            judgement.Fail("spec.tls", "absent", "a tls entry for each host", "The Ingress serves plain text.");
        else
        {
            for (var i = 0; i < spec.Rules.Count; i++)
                if (spec.Rules[i].Host is { Length: > 0 } host
                    && !spec.Tls.Any(tls => tls.Hosts.Count == 0 || tls.Hosts.Any(covering => Covers(covering, host))))
                    judgement.Fail($"spec.rules[{i}].host", host, "listed in tls[*].hosts", $"No certificate covers {host}: it is served as plain text.");
            for (var i = 0; i < spec.Tls.Count; i++)
                if (string.IsNullOrEmpty(spec.Tls[i].SecretName) && !view.HasDefaultCertificate)
                    judgement.Fail($"spec.tls[{i}].secretName", "absent", "a certificate Secret, or a controller with a default certificate",
                        "The tls entry names no certificate and no controller shows a default one.");
        }
    }

    /// <summary>Equal, or a wildcard one label deep.</summary>
    private static bool Covers(string covering, string host) =>
        string.Equals(covering, host, StringComparison.OrdinalIgnoreCase)
        || (covering.StartsWith("*.", StringComparison.Ordinal) && host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
            && host.AsSpan(dot).Equals(covering.AsSpan(1), StringComparison.OrdinalIgnoreCase));
}
