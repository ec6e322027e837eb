using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>A Secret with a certificate that an Ingress or Gateway serves hosts with.</summary>
/// <param name="Path">Where the reference stands.</param>
/// <param name="Namespace">Namespace of the Secret.</param>
/// <param name="Secret">Its name.</param>
/// <param name="Hosts">Hosts served with it, as far as they are named.</param>
internal readonly record struct CertificateUse(string Path, string Namespace, string Secret, IReadOnlyList<string> Hosts)
{
    public static IEnumerable<CertificateUse> Of(KubeObject item) => item switch
    {
        Ingress ingress => Of(ingress),
        Gateway gateway => Of(gateway),
        _ => [],
    };

    private static IEnumerable<CertificateUse> Of(Ingress item)
    {
        for (var i = 0; i < item.Spec.Tls.Count; i++)
            if (item.Spec.Tls[i] is { SecretName: { Length: > 0 } secret } tls)
                yield return new($"spec.tls[{i}].secretName", item.Namespace, secret, tls.Hosts);
    }

    private static IEnumerable<CertificateUse> Of(Gateway item)
    {
        for (var i = 0; i < item.Spec.Listeners.Count; i++)
        {
            var listener = item.Spec.Listeners[i];
            var references = listener.Tls?.CertificateRefs ?? [];
            for (var j = 0; j < references.Count; j++)
                if (references[j] is { Kind: null or "Secret", Name.Length: > 0 } named)
                    yield return new($"spec.listeners[{i}].tls.certificateRefs[{j}]", named.Namespace ?? item.Namespace, named.Name,
                        references.Count == 1 && listener.Hostname is { Length: > 0 } host ? [host] : []);
        }
    }
}
