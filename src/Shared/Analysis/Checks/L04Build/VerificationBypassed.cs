using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L04Build;

/// <summary>
/// L4-POLICY-STATIC-PASS: a sigstore policy that lets a broad set of images through without a signature, that only warns, or a controller that admits what no
/// policy matches. Without policy-controller there is no subject.
/// </summary>
internal sealed class VerificationBypassed : ObjectCheck<KubeObject>
{
    public override string Id => "L4-POLICY-STATIC-PASS";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [new("policy.sigstore.dev", "ClusterImagePolicy"), new("", "ConfigMap")];

    protected override bool Concerns(KubeObject item, ClusterView view) => item is not ConfigMap { Name: not ImagePolicyIndex.SigstoreSettings };

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is ConfigMap settings)
            JudgeSettings(settings, judgement);
        else if (item is GenericObject policy)
            JudgePolicy(policy, view, judgement);
    }

    private static void JudgeSettings(ConfigMap settings, Judgement judgement)
    {
        if (OtherRules.AdmitsUnmatched(settings))
            judgement.Fail("data.no-match-policy", settings.Data.Setting("no-match-policy")!, "deny", "Images that no policy matches are admitted.");
    }

    private static void JudgePolicy(GenericObject policy, ClusterView view, Judgement judgement)
    {
        if (policy.Spec.Text("mode") == "warn")
            judgement.Fail("spec.mode", "warn", "enforce", "Images without a valid signature are admitted with a warning.");
        var i = 0;
        foreach (var authority in policy.Spec.Field("authorities").Items())
            JudgeAuthority(policy, $"spec.authorities[{i++}]", authority, view, judgement);
    }

    private static void JudgeAuthority(GenericObject policy, string path, JsonElement? authority, ClusterView view, Judgement judgement)
    {
        if (authority.Field("static").Text("action") != "pass")
            return;
        foreach (var image in policy.Spec.Field("images").Items())
            if (image.Text("glob") is { } glob && IsBroad(glob, view))
                judgement.Fail($"{path}.static.action", $"pass for {glob}", "pass for single repositories only",
                    $"Every image that matches {glob} is admitted unsigned.");
    }

    /// <summary>Any host, or all of one public registry.</summary>
    private static bool IsBroad(string glob, ClusterView view)
    {
        var slash = glob.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? glob : glob[..slash];
        if (host.Contains('*', StringComparison.Ordinal))
            return true;
        return slash > 0 && glob[(slash + 1)..].Trim('*', '/', ':').Length == 0
            && view.Policy.PublicRegistries.Contains(host == "index.docker.io" ? "docker.io" : host);
    }
}
