using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Posture.TestKit.ApiServer;

/// <summary>A certificate authority made for one test, and certificates of it. ECDSA P-256: a hundred times faster to make than RSA.</summary>
public sealed class TestCertificates : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsageOid = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _otherAuthority = Authority("CN=other authority");
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    /// <summary>The authority that clients of the server are told to trust.</summary>
    public X509Certificate2 Root { get; } = Authority("CN=test authority");

    /// <summary>The authority as PEM.</summary>
    public string RootPem => Root.ExportCertificatePem();

    /// <summary>A server certificate for 127.0.0.1 and localhost with one property as named.</summary>
    public X509Certificate2 Server(ServerCertificate which) => Issue(
        which == ServerCertificate.WrongAuthority ? _otherAuthority : Root,
        "CN=api server",
        which == ServerCertificate.ClientUsage ? ClientUsageOid : ServerUsage,
        which == ServerCertificate.WrongHost ? "elsewhere.example" : null,
        which switch
        {
            ServerCertificate.Expired => (_now.AddDays(-20), _now.AddDays(-10)),
            ServerCertificate.NotYetValid => (_now.AddDays(10), _now.AddDays(20)),
            _ => (_now.AddDays(-1), _now.AddDays(1)),
        });

    /// <summary>A client certificate of a user and a group.</summary>
    public X509Certificate2 Client(string user, string group, TimeSpan? validFor = null) =>
        Issue(Root, $"O={group}, CN={user}", ClientUsageOid, null, (_now.AddDays(-20), _now + (validFor ?? TimeSpan.FromDays(1))));

    public void Dispose()
    {
        Root.Dispose();
        _otherAuthority.Dispose();
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-60), now.AddDays(60));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string subject, string usage, string? host,
        (DateTimeOffset From, DateTimeOffset To) valid)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host ?? "localhost");
        if (host is null)
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(authority, valid.From, valid.To, RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }
}
