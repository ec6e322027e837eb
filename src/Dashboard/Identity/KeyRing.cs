using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace Posture.Dashboard.Identity;

/// <summary>
/// The keys that protect cookies and the provider's own keys: in the database, where every replica finds them, and encrypted with a certificate that is not there.
/// Whoever reads the database, or a dump of it, can forge nothing.
/// </summary>
internal static class KeyRing
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static IServiceCollection AddKeyRing(this IServiceCollection services, X509Certificate2 certificate)
    {
        services.AddDataProtection().SetApplicationName("Posture").PersistKeysToDbContext<IdentityStore>().ProtectKeysWithCertificate(certificate);
        return services;
    }

    /// <summary>The certificate of the settings, or one made once and kept in a file that only this account may read.</summary>
    /// <param name="named"><c>Posture:Keys:Certificate</c>: a PKCS #12 file with its private key; null for the product's own.</param>
    /// <param name="password"><c>Posture:Keys:Password</c> of that file.</param>
    /// <param name="folder">Where the product's own is kept.</param>
    /// <exception cref="KeyRingException">The file cannot be read.</exception>
    public static X509Certificate2 Certificate(string? named, string? password, string folder)
    {
        var file = named ?? Path.Combine(folder, "protection.pfx");
        try
        {
            if (named is null && !File.Exists(file))
                Make(file);
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password, X509KeyStorageFlags.EphemeralKeySet);
            return certificate.HasPrivateKey ? certificate : throw new CryptographicException("no private key");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KeyRingException("keys.certificate_unreadable", $"the certificate {file} cannot be read with its private key; give a PKCS #12 file and its password as Posture:Keys:Certificate and Posture:Keys:Password", unreadable);
        }
    }

    /// <summary>
    /// Looks at the ring before anything uses it. Keys that were written unprotected, by versions before this one, are thrown away with what they protected: everybody
    /// signs in anew. A ring that this certificate cannot open ends the start; a new one beside it would end every session without a word (F-22).
    /// </summary>
    /// <exception cref="KeyRingException">The ring cannot be opened.</exception>
    public static async Task OpenAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IdentityStore>();
        await store.Database.ExecuteSqlAsync(
            $"""
            with thrown as (delete from identity.protection_keys where xml like '<key %' and xml not like '%<encryptedSecret%' returning id)
            delete from identity.signing_keys where exists (select 1 from thrown)
            """, cancellationToken);
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var key in services.GetRequiredService<IKeyManager>().GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate > now))
        {
            try
            {
                _ = key.CreateEncryptor();
            }
            catch (CryptographicException sealed_)
            {
                throw new KeyRingException("keys.unreadable", $"key {key.KeyId} in the database was encrypted with another certificate; give that one as Posture:Keys:Certificate", sealed_);
            }
        }
    }

    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var rsa = RSA.Create(3072);
        var request = new CertificateRequest("CN=Posture key protection", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var from = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(from.AddDays(-1), from.AddYears(20));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        var made = file + "." + Guid.CreateVersion7().ToString("n");
        using (var stream = new FileStream(made, options))
            stream.Write(certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, null));
        // Of processes that start together the first wins; all read what is there.
        try
        {
            File.Move(made, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(made);
        }
    }
}

/// <summary>The keys cannot be used: a stable code, and what to do.</summary>
internal sealed class KeyRingException(string code, string message, Exception inner) : Exception(message, inner)
{
    public string Code { get; } = code;
}
