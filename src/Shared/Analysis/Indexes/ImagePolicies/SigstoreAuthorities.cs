using System.Text.Json;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Whom a ClusterImagePolicy of sigstore's policy-controller accepts: one of its authorities is enough (policy.sigstore.dev/v1beta1).</summary>
internal static class SigstoreAuthorities
{
    private const string PublicFulcio = "https://fulcio.sigstore.dev";

    public static SignerDemand Of(IEnumerable<JsonElement?> authorities) => SignerDemand.AtLeast(1, [.. authorities.Select(Authority)]);

    private static SignerDemand Authority(JsonElement? authority)
    {
        if (authority.Field("static").Text("action") == "fail")
            return SignerDemand.AtLeast(1, []);
        if (authority.Field("source").Items().Any(source => source.Text("oci") is { Length: > 0 }) || authority.Field("ctlog").Text("trustRootRef") is not null || Signers(authority) is not { } who)
            return SignerDemand.Unreadable;
        var attestations = authority.Field("attestations").Items().ToList();
        if (attestations.Count == 0)
            return SignerDemand.AtLeast(1, [.. who.Select(SignerDemand.SignedBy)]);
        return SignerDemand.AtLeast(attestations.Count,
            [.. attestations.Select(item => SignerDemand.AtLeast(1, [.. who.Select(one => SignerDemand.Stated(item.Text("predicateType") ?? "", one, item.Field("policy").HasContent()))]))]);
    }

    private static List<SignerMatch>? Signers(JsonElement? authority)
    {
        if (authority.Field("key") is not null)
            return SignerText.Keys(authority.Field("key").Text("data"))?.Select(SignerMatch.Of).ToList();
        var keyless = authority.Field("keyless");
        if (keyless is null || keyless.Field("ca-cert").HasContent() || keyless.Text("trustRootRef") is not null || (keyless.Text("url") is { } url && url.TrimEnd('/') != PublicFulcio))
            return null;
        List<SignerMatch?> identities = [.. keyless.Field("identities").Items().Select(item => SignerText.Identity(item, exact => name => name == exact))];
        return identities.Count == 0 || identities.Contains(null) ? null : identities.OfType<SignerMatch>().ToList();
    }
}
