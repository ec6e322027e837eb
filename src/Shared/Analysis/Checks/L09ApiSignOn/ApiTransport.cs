using System.Collections.Frozen;
using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-API-TLS: the API server has a serving certificate and a CA for clients (high), and offers only suites of CIS 1.2.29 from TLS 1.2 on (medium). No suites named
/// means those of Go: a pass with a note.
/// </summary>
internal sealed class ApiTransport : ApiServerCheck
{
    private const string Suites = "tls-cipher-suites";

    private static readonly FrozenSet<string> Allowed = FrozenSet.Create(StringComparer.Ordinal,
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA",
        "TLS_RSA_WITH_AES_256_GCM_SHA384");

    public override string Id => "L9-API-TLS";

    protected override void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement)
    {
        Require(server, "tls-cert-file", "The API server signs its own certificate.", Severity.High, judgement);
        Require(server, "tls-private-key-file", "The API server signs its own certificate.", Severity.High, judgement);
        Require(server, "client-ca-file", "Client certificates are not checked against a CA of the cluster.", Severity.High, judgement);
        foreach (var suite in server.List(Suites))
            if (!Allowed.Contains(suite))
                judgement.Fail(server.At(Suites), suite, "a suite of the CIS list", "The suite is weak or broken.", Severity.Medium);
        if (!server.Has(Suites))
            judgement.Note(server.At(Suites), "absent", "The suites of the Go release are offered.");
        if (server["tls-min-version"] is "VersionTLS10" or "VersionTLS11")
            judgement.Fail(server.At("tls-min-version"), Shown(server, "tls-min-version"), "VersionTLS12 or later", "Versions of TLS that are given up are offered.", Severity.Medium);
    }
}
