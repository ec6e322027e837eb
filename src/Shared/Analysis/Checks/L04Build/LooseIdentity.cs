using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-POLICY-IDENTITY-LOOSE: a keyless authority without identities, or with an issuer or subject that is absent, <c>*</c> or an expression that takes
/// everybody. Anyone can get a certificate of the public authority, so such a signature proves nothing.
/// </summary>
internal sealed class LooseIdentity : ObjectCheck<GenericObject>
{
    public override string Id => "L4-POLICY-IDENTITY-LOOSE";

    protected internal override IReadOnlyList<KindRef> SubjectKinds => ImagePolicyIndex.SignatureKinds;

    protected override bool Concerns(GenericObject item, ClusterView view) =>
        item.Group != "kyverno.io" || item.Spec.Field("rules").Items().Any(rule => rule.Field("verifyImages").HasContent());

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        foreach (var (path, keyless) in KeylessAuthorities.Of(item.Spec, "spec"))
        {
            var identities = keyless.Field("identities");
            if (identities.HasContent())
            {
                var i = 0;
                foreach (var identity in identities.Items())
                    Judge($"{path}.identities[{i++}]", identity, judgement);
            }
            else if (item.Group == "kyverno.io")
                Judge(path, keyless, judgement);
            else
                judgement.Fail($"{path}.identities", "absent", "the issuer and the identity of the release pipeline", "A signature of anybody is accepted.");
        }
    }

    private static void Judge(string path, JsonElement? identity, Judgement judgement)
    {
        foreach (var field in (ReadOnlySpan<string>)["issuer", "subject"])
            if (KeylessAuthorities.Loose(identity, field) is { } loose)
                judgement.Fail($"{path}.{field}", loose, $"the exact {field}, or an expression that pins it", $"Signatures of any {field} are accepted.");
    }
}
