using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Posture.Analysis.Provenance;
using Posture.TestKit.Provenance;

namespace Posture.Analysis.Tests.Provenance;

/// <summary>Signatures of Notation in JSON (Notary Project's specification), by an authority made here.</summary>
public sealed class NotationTests : IDisposable
{
    private static readonly byte[] Image = SHA256.HashData("image"u8);
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private readonly NotationLab _ours = new(Now);
    private readonly NotationLab _other = new(Now);

    public void Dispose()
    {
        _ours.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    public void Signature_OfOurAuthority_IsVerified(string algorithm) => Assert.Equal((ProvenanceState.Verified, null), Of(_ours.Sign(Image, algorithm)));

    [Fact]
    public void Signature_OfAnotherAuthority_IsInvalid() => Assert.Equal((ProvenanceState.Invalid, ProvenanceCodes.Certificate), Of(_other.Sign(Image)));

    [Fact]
    public void B68_SignatureForAnotherImage_IsInvalid() => Assert.Equal((ProvenanceState.Invalid, ProvenanceCodes.OtherArtifact), Of(_ours.Sign(SHA256.HashData("another"u8))));

    [Fact]
    public void Payload_ThatWasChanged_IsInvalid()
    {
        var signed = _ours.Sign(SHA256.HashData("another"u8));
        signed["payload"] = _ours.Sign(Image)["payload"]!.DeepClone();
        Assert.Equal((ProvenanceState.Invalid, ProvenanceCodes.Invalid), Of(signed));
    }

    [Fact]
    public void WithoutAnAuthority_IsNotChecked()
    {
        var judged = ProvenanceJudge.Judge(new(Image, null), Evidence(_ours.Sign(Image)), null, TrustedRoot.PublicGood);
        Assert.Equal((ProvenanceState.NotChecked, ProvenanceCodes.NoKey), (judged.State, judged.Code));
    }

    [Fact]
    public void B73_CertificateThatHoldsNoLonger_IsInvalid() => Assert.Equal((ProvenanceState.Invalid, ProvenanceCodes.Certificate), Of(_ours.Sign(Image), Now.AddYears(3)));

    [Fact]
    public void B73_SignatureWhoseTimeIsOver_IsInvalid() =>
        Assert.Equal((ProvenanceState.Invalid, ProvenanceCodes.Time), Of(_ours.Sign(Image, change: head => head["io.cncf.notary.expiry"] = Now.AddDays(-1).ToString("O", CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("crit", "[\"io.cncf.notary.signingScheme\",\"io.example.more\"]")]
    [InlineData("cty", "\"application/json\"")]
    [InlineData("io.cncf.notary.signingScheme", "\"notary.x509.signingAuthority\"")]
    [InlineData("alg", "\"none\"")]
    [InlineData("alg", "\"HS256\"")]
    public void Header_ThatAsksForMore_IsNotTakenForGood(string name, string value)
    {
        var (state, code) = Of(_ours.Sign(Image, change: head => head[name] = JsonNode.Parse(value)));
        Assert.NotEqual(ProvenanceState.Verified, state);
        Assert.Contains(code, new[] { ProvenanceCodes.Unsupported, ProvenanceCodes.Invalid });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("{\"payload\":\"e30\",\"protected\":\"e30\",\"header\":{\"x5c\":[]},\"signature\":\"\"}")]
    public void B74_WhatCannotBeRead_IsRefused(string json) =>
        Assert.Equal(ProvenanceCodes.Malformed, Assert.Throws<ProvenanceException>(() => NotationEnvelope.Parse(Encoding.UTF8.GetBytes(json))).Code);

    private (ProvenanceState State, string? Code) Of(JsonObject signed, DateTimeOffset? at = null)
    {
        var judged = ProvenanceJudge.Judge(new(Image, null), Evidence(signed, at), new() { Images = [], Authorities = [_ours.Authority] }, TrustedRoot.PublicGood);
        return (judged.State, judged.Code);
    }

    private static ProvenanceEvidence Evidence(JsonObject signed, DateTimeOffset? at = null)
    {
        FoundSignature found;
        try
        {
            found = new("Notation signature", null, null, null, NotationEnvelope.Parse(Encoding.UTF8.GetBytes(signed.ToJsonString())));
        }
        catch (ProvenanceException unreadable)
        {
            found = new("Notation signature", null, null, unreadable);
        }
        return new([found], [], at ?? Now);
    }
}
