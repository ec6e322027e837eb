using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Posture.Collectors.Sources;

/// <summary>
/// The HTTP client of one cluster. The server must show a certificate of the configured authority, for the configured name, made for servers, valid now
/// (P-12); redirects are never followed; connections live a minute so that a changed address is found (F-02).
/// </summary>
internal sealed class ClusterClient : IDisposable
{
    /// <summary>Extended key usage "server authentication" (RFC 5280 §4.2.1.12).</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly ClusterConnection _connection;

    public ClusterClient(ClusterConnection connection)
    {
        _connection = connection;
        var handler = connection.Outbound.Handler();
        handler.AutomaticDecompression = DecompressionMethods.GZip;
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        handler.SslOptions.CertificateChainPolicy = ChainPolicy();
        if (connection.Credential.ClientCertificate is { } certificate)
            handler.SslOptions.ClientCertificates = [certificate];
        Http = new(new CredentialHandler(connection, handler))
        {
            BaseAddress = new(connection.Server.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }

    public HttpClient Http { get; }

    /// <summary>
    /// Why a handshake was refused: shakes hands once more, only to look at the certificate. This connection accepts nothing, sends nothing and is closed.
    /// </summary>
    /// <returns>A stable code and what to do; null when the certificate would be accepted or cannot be got.</returns>
    public async Task<(string Code, string Reason)?> ExplainTlsAsync(CancellationToken cancellationToken)
    {
        (string Code, string Reason)? found = null;
        if (_connection.Outbound.Proxy is not null)
            return null; // what a proxy answers to a second connection says nothing about the server
        try
        {
            await using var tcp = await _connection.Outbound.ConnectAsync(_connection.Server.IdnHost, _connection.Server.Port, cancellationToken);
            await using var tls = new SslStream(tcp);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _connection.TlsServerName ?? _connection.Server.IdnHost,
                    CertificateChainPolicy = ChainPolicy(),
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    {
                        found = certificate is X509Certificate2 shown ? Explain(shown, chain, errors) : null;
                        return false;
                    },
                },
                cancellationToken);
        }
        catch (Exception refused) when (refused is System.Security.Authentication.AuthenticationException or IOException or SocketException or SourceException)
        {
            // Expected: nothing is ever accepted here.
        }
        return found;
    }

    public void Dispose() => Http.Dispose();

    private static (string Code, string Reason)? Explain(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors errors)
    {
        var problems = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        var who = $"subject {PlainText.Of(shown.Subject)}, issuer {PlainText.Of(shown.Issuer)}, SHA-256 {shown.GetCertHashString(HashAlgorithmName.SHA256)}";
        if (problems.HasFlag(X509ChainStatusFlags.UntrustedRoot) || problems.HasFlag(X509ChainStatusFlags.PartialChain))
            return ("tls.untrusted_ca",
                $"the server's certificate is not of a trusted authority ({who}); compare, then put the authority in certificate-authority-data");
        if (problems.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return shown.NotAfter < TimeProvider.System.GetUtcNow()
                ? ("tls.expired", $"the server's certificate expired on {shown.NotAfter:u} ({who}); renew it")
                : ("tls.not_yet_valid", $"the server's certificate is valid from {shown.NotBefore:u} only ({who}); compare the clocks of both machines");
        if (problems.HasFlag(X509ChainStatusFlags.NotValidForUsage))
            return ("tls.wrong_usage", $"the server's certificate is not made for servers ({who}); issue one with extended key usage serverAuth");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return ("tls.wrong_host", $"the server's certificate is for another name ({who}); correct the address or set tls-server-name");
        return errors == SslPolicyErrors.None ? null : ("tls.refused", $"the server's certificate was refused: {problems} ({who})");
    }

    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, ApplicationPolicy = { new(ServerAuthentication) } };
        if (_connection.Authorities is not { } authorities)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
