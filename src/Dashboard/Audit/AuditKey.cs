using System.Security.Cryptography;
using Posture.Dashboard.Identity;
using Posture.Store.Queries;

namespace Posture.Dashboard.Audit;

/// <summary>
/// The key that checkpoints of the audit log are signed with: made once, encrypted in the database by the key ring. Who can write the database cannot use it without
/// the certificate, which is not there. A rotation leaves it as it is: it opens nothing, and what it has signed stays evidence.
/// </summary>
internal sealed class AuditKey(KeptKeys kept)
{
    private const string Kind = "audit";

    public async Task<AuditCheckpoint> SignAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        using var key = await OpenAsync(cancellationToken);
        return checkpoint.SignedBy(key);
    }

    /// <summary>The public half, in PEM, for <c>posture admin verify-audit --key</c>.</summary>
    public async Task<string> PublicAsync(CancellationToken cancellationToken)
    {
        using var key = await OpenAsync(cancellationToken);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private async Task<ECDsa> OpenAsync(CancellationToken cancellationToken)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(await kept.GetAsync(Kind, Make, cancellationToken), out _);
        return key;
    }
}
