using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Provenance;
using Posture.TestKit.Provenance;

namespace Posture.Analysis.Tests.Provenance;

/// <summary>The state of an image: from what was found, what could not be looked at, and who has to sign (P-37, B-68, B-69, B-74, B-75).</summary>
public sealed class JudgeTests : IDisposable
{
    private const string Slsa = "https://slsa.dev/provenance/v1";

    private static readonly byte[] Image = SHA256.HashData("image"u8);

    private readonly SigstoreLab _lab = new();
    private readonly ECDsa _ours = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _second = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _lab.Dispose();
        _ours.Dispose();
        _second.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void SignedByOurs_IsVerified() => Assert.Equal((ProvenanceState.Verified, null), Of([Simple(_ours)]));

    [Fact]
    public void SignedByAnotherKey_IsSomebodyElses() => Assert.Equal((ProvenanceState.OtherSigner, ProvenanceCodes.OtherKey), Of([Simple(_other)]));

    [Fact]
    public void SignedByBoth_IsVerified() => Assert.Equal((ProvenanceState.Verified, null), Of([Simple(_other), Simple(_ours)]));

    [Fact]
    public void Nothing_IsNotSigned() => Assert.Equal((ProvenanceState.NotSigned, ProvenanceJudge.NotSigned), Of([]));

    [Fact]
    public void Nothing_WhereSomebodyCouldNotLook_IsNotChecked() => Assert.Equal((ProvenanceState.NotChecked, "registry.timeout"), Of([], unread: [("registry.timeout", "no answer")]));

    [Fact]
    public void Signed_WhereSomebodyCouldNotLookElsewhere_IsVerified() => Assert.Equal((ProvenanceState.Verified, null), Of([Simple(_ours)], unread: [("registry.timeout", "no answer")]));

    [Fact]
    public void Signed_WithoutARule_IsNotChecked() => Assert.Equal((ProvenanceState.NotChecked, ProvenanceCodes.NoKey), Of([Simple(_ours)], (SignerRule?)null));

    /// <summary>Keys of admission policies name a signer. They stand for nobody's rule: that none of them signed is said of no image that no rule is about.</summary>
    [Theory]
    [InlineData(true, ProvenanceJudge.NoRule)]
    [InlineData(false, ProvenanceCodes.NoKey)]
    public void KeyThatOthersGoBy_NamesASigner_AndCountsForNothing(bool isTheirs, string code)
    {
        var judged = ProvenanceJudge.Judge(new(Image, null), new([Simple(isTheirs ? _other : _ours)], []), null, _lab.Root, [VerificationKey.FromDer(_other.ExportSubjectPublicKeyInfo())]);
        Assert.Equal((ProvenanceState.NotChecked, code, isTheirs), (judged.State, judged.Code, judged.Outcomes.Any(outcome => outcome.Signer == SignerIdentity.Of(VerificationKey.FromDer(_other.ExportSubjectPublicKeyInfo())))));

        var ruled = ProvenanceJudge.Judge(new(Image, null), new([Simple(_other)], []), Rule(), _lab.Root, [VerificationKey.FromDer(_other.ExportSubjectPublicKeyInfo())]);
        Assert.Equal((ProvenanceState.OtherSigner, ProvenanceCodes.Identity), (ruled.State, ruled.Code));
    }

    [Fact]
    public void SignedByACertificate_WithoutARule_IsNotChecked_AndSaysWho()
    {
        var judged = ProvenanceJudge.Judge(new(Image, null), new([Bundle("ci@example.com")], []), null, _lab.Root);
        Assert.Equal((ProvenanceState.NotChecked, ProvenanceJudge.NoRule), (judged.State, judged.Code));
        Assert.Contains("ci@example.com", judged.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ci@example.com", ProvenanceState.Verified)]
    [InlineData("ci@example.com.evil.example", ProvenanceState.OtherSigner)]
    [InlineData("CI@example.com", ProvenanceState.OtherSigner)]
    public void Identity_IsTheWholeOfIt(string signer, ProvenanceState state) =>
        Assert.Equal(state, Of([Bundle(signer)], Rule() with { Identities = [new("https://accounts.example.com", "ci@example.com")] }).State);

    [Fact]
    public void Identity_OfAnotherIssuer_IsSomebodyElses() =>
        Assert.Equal(ProvenanceState.OtherSigner, Of([Bundle("ci@example.com")], Rule() with { Identities = [new("https://login.example.com", "ci@example.com")] }).State);

    /// <summary>B-68: our own signature, moved here from another image.</summary>
    [Fact]
    public void B68_SignatureForAnotherImage_IsInvalid() => Assert.Equal((ProvenanceState.Invalid, ProvenanceCodes.OtherArtifact), Of([Simple(_ours, SHA256.HashData("another"u8))]));

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"critical\":{\"type\":\"something\",\"image\":{\"docker-manifest-digest\":\"x\"}}}")]
    public void B74_PayloadThatCannotBeRead_IsInvalid_ThoughItIsSigned(string payload) =>
        Assert.Equal((ProvenanceState.Invalid, ProvenanceCodes.Malformed), Of([Signed(_ours, Encoding.UTF8.GetBytes(payload))]));

    /// <summary>B-75: two of two means two signers; the same one twice is one.</summary>
    [Fact]
    public void B75_SameSignerTwice_CountsOnce()
    {
        var rule = Rule(_ours, _second) with { Threshold = 2 };
        Assert.Equal((ProvenanceState.OtherSigner, ProvenanceJudge.TooFew), Of([Simple(_ours), Simple(_ours)], rule));
        Assert.Equal((ProvenanceState.Verified, null), Of([Simple(_ours), Simple(_second)], rule));
    }

    /// <summary>B-69: who may sign one repository's images is nobody for another's: rules bind signers to repositories, the longest that fits alone.</summary>
    [Fact]
    public void B69_SignerOfAnotherRepository_IsNobody()
    {
        var (shop, pay) = (Rule(_ours) with { Images = ["registry.example.com/shop"] }, Rule(_second) with { Images = ["registry.example.com/shop/pay"] });
        var policy = new PosturePolicy { ImageSigners = [shop, pay] };
        Assert.Same(shop, policy.SignersOf(ImageReference.Parse("registry.example.com/shop/web:1")!.Value));
        var of = policy.SignersOf(ImageReference.Parse("registry.example.com/shop/pay/api:1")!.Value);
        Assert.Same(pay, of);
        Assert.Null(policy.SignersOf(ImageReference.Parse("registry.example.com/shopping/web:1")!.Value));
        Assert.Equal(ProvenanceState.OtherSigner, Of([Simple(_ours)], of).State);
    }

    [Theory]
    [InlineData("https://example.com/builder", ProvenanceState.Verified, null)]
    [InlineData("https://example.com/", ProvenanceState.Verified, null)]
    [InlineData("https://example.com/build", ProvenanceState.Invalid, ProvenanceJudge.OtherBuilder)]
    public void Builder_HasToBeOneOfThoseAskedFor(string builder, ProvenanceState state, string? code) =>
        Assert.Equal((state, code), Of([Simple(_ours), Attestation(_ours)], Rule() with { Builders = [builder] }));

    [Fact]
    public void Provenance_OfSomebodyElse_CountsForNothing()
    {
        var rule = Rule() with { Predicates = [Slsa] };
        Assert.Equal((ProvenanceState.Invalid, ProvenanceJudge.NoStatement), Of([Simple(_ours), Attestation(_other)], rule));
        Assert.Equal((ProvenanceState.Invalid, ProvenanceJudge.NoStatement), Of([Simple(_ours)], rule));
        Assert.Equal((ProvenanceState.NotChecked, "registry.failed"), Of([Simple(_ours)], rule, [("registry.failed", "")]));
        Assert.Equal((ProvenanceState.Verified, null), Of([Simple(_ours), Attestation(_ours)], rule));
    }

    /// <summary>An attestation alone signs a statement about the image, not the image; cosign 3's own predicate says no more than that it is signed, and does.</summary>
    [Fact]
    public void Attestation_IsNoSignature_ButCosign3sIs()
    {
        Assert.Equal(ProvenanceState.NotSigned, Of([Attestation(_ours)]).State);
        Assert.Equal(ProvenanceState.Verified, Of([Attestation(_ours, SignatureOutcome.SignPredicate)]).State);
    }

    [Fact]
    public void Format_ThatIsNotRead_IsNotChecked() =>
        Assert.Equal((ProvenanceState.NotChecked, ProvenanceCodes.Unsupported), Of([new("Notation", null, null, new(ProvenanceCodes.Unsupported, "not read yet"))]));

    [Theory]
    [InlineData("https://github.com/acme/web/.github/workflows/release.yml@refs/tags/v1.2", "https://github.com/acme/web/.github/workflows/release.yml@refs/tags/*", true)]
    [InlineData("https://github.com/acme/web/.github/workflows/release.yml@refs/tags/v1/x", "https://github.com/acme/web/.github/workflows/release.yml@refs/tags/*", false)]
    [InlineData("https://github.com/acme/web/.github/workflows/a.yml@refs/heads/main", "https://github.com/acme/**", true)]
    [InlineData("https://github.com/acme-evil/web", "https://github.com/acme/**", false)]
    [InlineData("https://evil.example/?x=https://github.com/acme/web", "https://github.com/acme/**", false)]
    [InlineData("https://githubXcom/acme/web", "https://github.com/acme/**", false)]
    [InlineData("https://github.com/acme/", "https://github.com/acme/**", false)]
    [InlineData("bot@example.com", "*@example.com", true)]
    [InlineData("bot@evil.example@example.com", "*@example.com", false)]
    [InlineData("bot@exampleXcom", "*@example.com", false)]
    [InlineData("ci@example.com\n", "ci@example.com", false)]
    public void B70_Pattern_IsAnchored_AndLiteralButForItsWildcards(string identity, string pattern, bool fits) =>
        Assert.Equal(fits, new ExpectedIdentity("i", pattern).Matches(new(identity, "i")));

    [Theory]
    [InlineData("https://github.com/acme/**", true)]
    [InlineData("https://github.com/acme/web/*", true)]
    [InlineData("*@example.com", true)]
    [InlineData("ci@example.com", true)]
    [InlineData("**", false)]
    [InlineData("*", false)]
    [InlineData("https://github.com/**", false)]
    [InlineData("https://github.com/acme*", false)]
    [InlineData("https://github.com/acme-*/web", false)]
    [InlineData("https://**/acme/web", false)]
    [InlineData("http://github.com/acme/**", false)]
    [InlineData("https://github.com/?x=/acme/**", false)]
    [InlineData("ci@*", false)]
    [InlineData("*@*.example.com", false)]
    [InlineData("**@example.com", false)]
    public void B70_PatternThatIsTooWide_IsTold(string pattern, bool good) => Assert.Equal(good, ExpectedIdentity.TooWide(pattern) is null);

    private SignerRule Rule(params ReadOnlySpan<ECDsa> keys) =>
        new() { Images = ["registry.example.com"], Keys = [.. (keys.Length == 0 ? [_ours] : keys.ToArray()).Select(key => VerificationKey.FromPem(key.ExportSubjectPublicKeyInfoPem()))] };

    private (ProvenanceState State, string? Code) Of(IReadOnlyList<FoundSignature> found, IReadOnlyList<(string, string)>? unread = null) => Of(found, Rule(), unread);

    private (ProvenanceState State, string? Code) Of(IReadOnlyList<FoundSignature> found, SignerRule? rule, IReadOnlyList<(string, string)>? unread = null)
    {
        var judged = ProvenanceJudge.Judge(new(Image, null), new(found, unread ?? []), rule, _lab.Root);
        Assert.Equal(judged.State == ProvenanceState.Verified, judged.Reason is null);
        return (judged.State, judged.Code);
    }

    private static FoundSignature Simple(ECDsa key, byte[]? image = null) => Signed(key, Encoding.UTF8.GetBytes(
        $$$"""{"critical":{"identity":{"docker-reference":"registry.example.com/web"},"image":{"docker-manifest-digest":"sha256:{{{Convert.ToHexStringLower(image ?? Image)}}}"},"type":"cosign container image signature"},"optional":null}"""));

    private static FoundSignature Signed(ECDsa key, byte[] payload) =>
        new("cosign signature", new() { Signature = key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) }, payload, null);

    private FoundSignature Bundle(string identity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var bundle = _lab.Attestation(key, _lab.Certify(key, identity, "https://accounts.example.com"), Convert.ToHexStringLower(Image), SignatureOutcome.SignPredicate, []);
        return new("Sigstore bundle", SigstoreBundle.Parse(Encoding.UTF8.GetBytes(bundle.ToJsonString())), null, null);
    }

    private static FoundSignature Attestation(ECDsa key, string predicateType = Slsa)
    {
        var payload = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["_type"] = "https://in-toto.io/Statement/v1",
            ["subject"] = new JsonArray(new JsonObject { ["digest"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(Image) } }),
            ["predicateType"] = predicateType,
            ["predicate"] = JsonNode.Parse("""{"runDetails":{"builder":{"id":"https://example.com/builder"}}}"""),
        }.ToJsonString());
        var envelope = new DsseEnvelope(InTotoStatement.PayloadType, payload, []);
        return new("cosign attestation", new() { Envelope = envelope with { Signatures = [new(key.SignData(envelope.Signed(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), "")] } }, null, null);
    }
}
