using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Posture.Analysis.Provenance;
using Posture.TestKit.Provenance;

namespace Posture.Analysis.Tests.Provenance;

/// <summary>Signatures of certificates, over an instance of Sigstore made here: what holds, and that each single thing that is wrong is refused for what it is (B-67 to B-74).</summary>
public sealed class BundleTests : IDisposable
{
    private const string Identity = "https://github.com/acme/web/.github/workflows/release.yml@refs/tags/v1";
    private const string Issuer = "https://token.actions.githubusercontent.com";

    private static readonly byte[] Artifact = Encoding.UTF8.GetBytes("the manifest of an image");

    private readonly SigstoreLab _lab = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _lab.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void Signature_OfACertificate_NamesSignerAndTime()
    {
        var held = Verified(Bundle());
        Assert.Equal(new(Identity, Issuer), held.Signer);
        Assert.Equal((SigstoreLab.At.AddMinutes(1), true), (held.At, held.IsLogged));
    }

    [Fact]
    public void Statement_AboutTheArtifact_IsRead()
    {
        var held = Verified(Attested(Hex(Artifact)));
        Assert.Equal("https://slsa.dev/provenance/v1", held.Statement!.PredicateType);
        Assert.Equal(("https://example.com/builder", "git+https://example.com/web@v1"), SlsaProvenance.Of(held.Statement) is { } slsa ? (slsa.Builder, slsa.Source) : default);
    }

    [Fact]
    public void B68_StatementAboutSomethingElse_IsRefused() => Refused(ProvenanceCodes.OtherArtifact, Attested(Hex("another image"u8)));

    [Fact]
    public void B68_SignatureOverSomethingElse_IsRefused() => Refused(ProvenanceCodes.LogEntry, Bundle(), "another image"u8.ToArray());

    [Theory]
    [InlineData(-1)] // before the certificate
    [InlineData(11)] // after it
    public void B73_SignedWhenTheCertificateDidNotHold_IsRefused(int minutes) =>
        Refused(ProvenanceCodes.Certificate, _lab.Bundle(_key, Certificate(), Artifact, SigstoreLab.At.AddMinutes(minutes)));

    [Fact]
    public void B73_WithoutATrustedTime_IsRefused() => Refused(ProvenanceCodes.Time, Changed(entry => entry.Remove("inclusionPromise")));

    [Fact]
    public void B73_EntryOfAnotherSignature_IsRefused()
    {
        var other = _lab.Bundle(_key, Certificate(), Artifact);
        var bundle = Bundle();
        bundle["verificationMaterial"]!["tlogEntries"] = other["verificationMaterial"]!["tlogEntries"]!.DeepClone();
        Refused(ProvenanceCodes.LogEntry, bundle);
    }

    [Theory]
    [InlineData("proof")]
    [InlineData("hash")]
    [InlineData("size")]
    [InlineData("checkpoint")]
    [InlineData("promise")]
    [InlineData("time")]
    [InlineData("log")]
    public void Log_ThatDoesNotVouch_IsRefused(string what) => Refused(ProvenanceCodes.LogProof, Changed(entry =>
    {
        var proof = entry["inclusionProof"]!.AsObject();
        switch (what)
        {
            case "proof":
                entry.Remove("inclusionProof");
                break;
            case "hash":
                proof["hashes"]![0] = Convert.ToBase64String(SHA256.HashData("else"u8));
                break;
            case "size":
                proof["treeSize"] = "4";
                break;
            case "checkpoint":
                proof["checkpoint"]!["envelope"] = proof["checkpoint"]!["envelope"]!.GetValue<string>().Replace("\n3\n", "\n4\n", StringComparison.Ordinal);
                break;
            case "promise":
                entry["inclusionPromise"]!["signedEntryTimestamp"] = Convert.ToBase64String(_key.SignData([1], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
                break;
            case "time":
                entry["integratedTime"] = SigstoreLab.At.AddMinutes(2).ToUnixTimeSeconds();
                break;
            default:
                entry["logId"]!["keyId"] = Convert.ToBase64String(SHA256.HashData("a log that nobody trusts"u8));
                break;
        }
    }));

    [Fact]
    public void Certificate_OfAnotherAuthority_IsRefused()
    {
        using var other = new SigstoreLab();
        var bundle = _lab.Bundle(_key, other.Certify(_key, Identity, Issuer), Artifact);
        Refused(ProvenanceCodes.Certificate, bundle);
    }

    [Fact]
    public void Certificate_ThatNoLogHasSeen_IsRefused() =>
        Refused(ProvenanceCodes.CertificateLog, _lab.Bundle(_key, _lab.Certify(_key, Identity, Issuer, logged: false), Artifact));

    [Fact]
    public void Signature_OfAnotherKeyThanTheCertificates_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Refused(ProvenanceCodes.Invalid, _lab.Bundle(other, Certificate(), Artifact));
    }

    [Theory]
    [InlineData("application/json", ProvenanceCodes.Unsupported)] // B-72: another type, though signed all the same
    [InlineData("application/vnd.in-toto+json", null)]
    public void B72_TypeOfPayload_IsOneThatIsKnown(string type, string? code)
    {
        var payload = Encoding.UTF8.GetBytes(Statement(Hex(Artifact)));
        var envelope = new DsseEnvelope(type, payload, []);
        Assert.Equal(code, CodeOf(() => Verify(new() { Envelope = Signed(envelope) })));
    }

    /// <summary>B-72: the payload signed without its type and length (no PAE) is no signature of it.</summary>
    [Fact]
    public void B72_SignatureOverTheBarePayload_IsRefused()
    {
        var payload = Encoding.UTF8.GetBytes(Statement(Hex(Artifact)));
        var bare = new DsseEnvelope(InTotoStatement.PayloadType, payload, [new(_key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), "")]);
        Assert.Equal(ProvenanceCodes.OtherKey, CodeOf(() => Verify(new() { Envelope = bare })));
    }

    /// <summary>B-72: the name of a trusted key beside a signature that another made counts for nothing.</summary>
    [Fact]
    public void B72_NameOfATrustedKey_IsAHintOnly()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var envelope = new DsseEnvelope(InTotoStatement.PayloadType, Encoding.UTF8.GetBytes(Statement(Hex(Artifact))), []);
        var forged = envelope with { Signatures = [new(other.SignData(envelope.Signed(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), VerificationKey.FromPem(_key.ExportSubjectPublicKeyInfoPem()).Fingerprint)] };
        Assert.Equal(ProvenanceCodes.OtherKey, CodeOf(() => Verify(new() { Envelope = forged })));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{\"publicKey\":{}}}")]
    [InlineData("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{\"publicKey\":{}},\"dsseEnvelope\":{\"payload\":\"e30=\",\"payloadType\":\"x\",\"signatures\":[]}}")]
    [InlineData("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{\"publicKey\":{}},\"messageSignature\":{\"signature\":\"\"}}")]
    public void B74_WhatCannotBeRead_IsRefused(string json) => Assert.Equal(ProvenanceCodes.Malformed, CodeOf(() => SigstoreBundle.Parse(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void B74_TenThousandSignatures_AreNotLookedAt()
    {
        var bundle = Attested(Hex(Artifact));
        bundle["dsseEnvelope"]!["signatures"] = new JsonArray([.. Enumerable.Range(0, 10_000).Select(_ => bundle["dsseEnvelope"]!["signatures"]![0]!.DeepClone())]);
        Refused(ProvenanceCodes.Malformed, bundle);
    }

    /// <summary>Every byte of a bundle that is changed: it is refused, or says the same; and never fails in another way.</summary>
    [Fact]
    public void Bundle_WithAChangedByte_IsNeverTakenForAnother()
    {
        var json = Encoding.UTF8.GetBytes(Bundle().ToJsonString());
        Gen.Select(Gen.Int[0, json.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var changed = (byte[])json.Clone();
            changed[at] = value;
            try
            {
                Assert.Equal(new(Identity, Issuer), SignatureVerifier.Verify(SigstoreBundle.Parse(changed), new(SHA256.HashData(Artifact), Artifact), new(_lab.Root, [])).Signer);
            }
            catch (ProvenanceException)
            {
                // refused, with a code
            }
        }, iter: 2000);
    }

    private JsonObject Bundle() => _lab.Bundle(_key, Certificate(), Artifact);

    private JsonObject Attested(string sha256) => _lab.Attestation(_key, Certificate(), sha256, "https://slsa.dev/provenance/v1", JsonNode.Parse(
        """{"buildDefinition":{"buildType":"https://example.com/type","resolvedDependencies":[{"uri":"git+https://example.com/web@v1"}]},"runDetails":{"builder":{"id":"https://example.com/builder"}}}""")!.AsObject());

    private X509Certificate2 Certificate() => _lab.Certify(_key, Identity, Issuer);

    private JsonObject Changed(Action<JsonObject> change)
    {
        var bundle = Bundle();
        change(bundle["verificationMaterial"]!["tlogEntries"]![0]!.AsObject());
        return bundle;
    }

    private DsseEnvelope Signed(DsseEnvelope envelope) => envelope with { Signatures = [new(_key.SignData(envelope.Signed(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), "")] };

    private VerifiedSignature Verify(SignedMaterial material) =>
        SignatureVerifier.Verify(material, new(SHA256.HashData(Artifact), null), new(_lab.Root, [VerificationKey.FromPem(_key.ExportSubjectPublicKeyInfoPem())]));

    private VerifiedSignature Verified(JsonObject bundle, byte[]? artifact = null) => SignatureVerifier.Verify(
        SigstoreBundle.Parse(Encoding.UTF8.GetBytes(bundle.ToJsonString())), new(SHA256.HashData(artifact ?? Artifact), null), new(_lab.Root, []));

    private void Refused(string code, JsonObject bundle, byte[]? artifact = null) => Assert.Equal(code, CodeOf(() => Verified(bundle, artifact)));

    private static string? CodeOf(Action verify)
    {
        try
        {
            verify();
            return null;
        }
        catch (ProvenanceException refused)
        {
            return refused.Code;
        }
    }

    private static string Hex(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string Statement(string sha256) => $$$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"i","digest":{"sha256":"{{{sha256}}}"}}],"predicateType":"https://example.com/p","predicate":{}}""";
}
