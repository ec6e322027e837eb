using System.Security.Cryptography;
using System.Text;
using Posture.Analysis.Provenance;

namespace Posture.Benchmarks;

/// <summary>Signatures of cosign with a P-256 key, each over another image: payload parsed, signature verified, digest compared; half of them of another key or for another image.</summary>
internal static class SignaturesBenchmark
{
    private const int Images = 2_000;
    private const double Target = 2_000;

    public static void Run()
    {
        using var ours = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var theirs = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rule = new SignerRule { Images = ["registry.example.com"], Keys = [VerificationKey.FromPem(ours.ExportSubjectPublicKeyInfoPem())] };
        var signed = Enumerable.Range(0, Images).Select(i => Signed(i, i % 4 == 1 ? theirs : ours, i % 4 == 3)).ToList();
        var verified = 0;
        var seconds = Measure.Cpu(() =>
        {
            verified = 0;
            foreach (var (digest, found) in signed)
                if (ProvenanceJudge.Judge(new(digest, null), new([found], []), rule, TrustedRoot.PublicGood).State == ProvenanceState.Verified)
                    verified++;
        });
        Console.WriteLine($"signatures         {Images / seconds:F0}/CPU-s, {verified} of {Images} verified, {Images / 2} are right");
        Targets.AtLeast("own", "signatures, P-256 with a key", Images / seconds, Target, "/CPU-s");
        Targets.Parity("own", "signatures that are right", verified, Images / 2);
    }

    private static (byte[] Digest, FoundSignature Found) Signed(int number, ECDsa key, bool moved)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"image {number}"));
        var payload = Encoding.UTF8.GetBytes(
            $$$"""{"critical":{"identity":{"docker-reference":"registry.example.com/web"},"image":{"docker-manifest-digest":"sha256:{{{Convert.ToHexStringLower(moved ? SHA256.HashData(digest) : digest)}}}"},"type":"cosign container image signature"},"optional":null}""");
        return (digest, new("cosign signature", new() { Signature = key.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) }, payload, null));
    }
}
