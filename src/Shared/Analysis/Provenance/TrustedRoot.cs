using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Posture.Analysis.Provenance;

/// <summary>
/// Whom signatures are traced back to: logs, authorities of certificates and of time, each with the period in which it is trusted. Sigstore's
/// <c>application/vnd.dev.sigstore.trustedroot+json;version=0.1</c> (protobuf-specs, sigstore_trustroot.proto).
/// </summary>
public sealed record TrustedRoot
{
    private static readonly Lazy<TrustedRoot> Pinned = new(() =>
    {
        using var stream = typeof(TrustedRoot).Assembly.GetManifestResourceStream("Posture.Analysis.Provenance.public-good.json")!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json);
    });

    /// <summary>Sigstore's public instance, as its TUF repository had it when this version was built (target <c>trusted_root.json</c>, in npm's @sigstore/tuf 4.0.2 to 5.0.1).</summary>
    public static TrustedRoot PublicGood => Pinned.Value;

    /// <summary>The last day on which <see cref="PublicGood"/> is known to have been what the repository had: when @sigstore/tuf 5.0.1 came out with it.</summary>
    public static DateTimeOffset PublicGoodAt { get; } = new(2026, 11, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Nobody: for when there is no root to judge by.</summary>
    public static TrustedRoot Nobody { get; } = new() { Logs = [], CertificateLogs = [], CertificateAuthorities = [], TimestampAuthorities = [] };

    /// <summary>Logs of signatures (Rekor).</summary>
    public required IReadOnlyList<TrustedLog> Logs { get; init; }

    /// <summary>Logs of certificates.</summary>
    public required IReadOnlyList<TrustedLog> CertificateLogs { get; init; }

    /// <summary>Who gives certificates to signers (Fulcio).</summary>
    public required IReadOnlyList<TrustedAuthority> CertificateAuthorities { get; init; }

    /// <summary>Who vouches for times (RFC 3161).</summary>
    public required IReadOnlyList<TrustedAuthority> TimestampAuthorities { get; init; }

    /// <summary>Reads the file's form.</summary>
    /// <exception cref="ProvenanceException"><see cref="ProvenanceCodes.TrustRoot"/>.</exception>
    public static TrustedRoot Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 16 });
            var root = document.RootElement;
            return new()
            {
                Logs = List(root, "tlogs", Log),
                CertificateLogs = List(root, "ctlogs", Log),
                CertificateAuthorities = List(root, "certificateAuthorities", Authority),
                TimestampAuthorities = List(root, "timestampAuthorities", Authority),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ProvenanceException)
        {
            throw new ProvenanceException(ProvenanceCodes.TrustRoot, "the trusted root cannot be read", exception);
        }
    }

    private static IReadOnlyList<T> List<T>(JsonElement root, string name, Func<JsonElement, T> item) =>
        root.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item)] : [];

    private static TrustedLog Log(JsonElement log)
    {
        var key = log.GetProperty("publicKey");
        // Of a key without a beginning nobody can say that it was trusted at a time.
        return new(
            VerificationKey.FromDer(key.GetProperty("rawBytes").GetBytesFromBase64()),
            log.GetProperty("logId").GetProperty("keyId").GetBytesFromBase64(),
            PeriodOf(key, isRequired: true));
    }

    private static TrustedAuthority Authority(JsonElement authority)
    {
        List<X509Certificate2> chain = [.. authority.GetProperty("certChain").GetProperty("certificates").EnumerateArray()
            .Select(certificate => Certificates.Load(certificate.GetProperty("rawBytes").GetBytesFromBase64()))];
        return chain.Count > 0 ? new(chain, PeriodOf(authority, isRequired: false)) : throw new FormatException("an authority without certificates");
    }

    private static TrustPeriod PeriodOf(JsonElement of, bool isRequired)
    {
        var period = of.TryGetProperty("validFor", out var valid) ? new TrustPeriod(Time(valid, "start"), Time(valid, "end")) : default;
        return isRequired && period.Start is null ? throw new FormatException("a key without the beginning of its trust") : period;
    }

    private static DateTimeOffset? Time(JsonElement period, string name) =>
        period.TryGetProperty(name, out var time) && time.ValueKind == JsonValueKind.String ? DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}

/// <summary>When something is trusted; an end that is null is open.</summary>
public readonly record struct TrustPeriod(DateTimeOffset? Start, DateTimeOffset? End)
{
    public bool Has(DateTimeOffset at) => (Start is null || Start <= at) && (End is null || at <= End);
}

/// <summary>A log.</summary>
/// <param name="Key">What it signs with.</param>
/// <param name="Id">What entries call it by.</param>
/// <param name="Period">When it is trusted.</param>
public sealed record TrustedLog(VerificationKey Key, ReadOnlyMemory<byte> Id, TrustPeriod Period);

/// <summary>An authority.</summary>
/// <param name="Chain">Its certificates, the root last.</param>
/// <param name="Period">When it is trusted.</param>
public sealed record TrustedAuthority(IReadOnlyList<X509Certificate2> Chain, TrustPeriod Period);
