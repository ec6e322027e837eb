using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-IMG-POLICY-GATE: in every user namespace something at admission asks where an image comes from: the ImagePolicyWebhook plug-in of the API server, or an
/// enforced rule that verifies signatures.
/// </summary>
internal sealed class ProvenanceGate : ClusterCheck
{
    private const string Flag = "enable-admission-plugins";

    public override string Id => "L5-IMG-POLICY-GATE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. ImagePolicyIndex.SignatureKinds, .. Kinds<Namespace>(), .. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var hidden = true;
        foreach (var server in view.ControlPlane.ApiServers)
        {
            hidden = false;
            if (!server.List(Flag).Contains("ImagePolicyWebhook"))
                continue;
            judgement.Note(server.At(Flag), "ImagePolicyWebhook", "The API server asks a webhook about every image.");
            return;
        }
        var rules = view.ImagePolicies.Rules.Where(rule => rule is { VerifiesSignatures: true, Enforcing: true }).ToList();
        var bare = new List<string>();
        var users = 0;
        foreach (var ns in view.Namespaces.Where(ns => !view.IsSystem(ns.Name)).OrderBy(ns => ns.Name, StringComparer.Ordinal))
        {
            users++;
            if (rules.Find(rule => rule.Covers(ns) == true) is { } rule)
                judgement.Note($"Namespace/{ns.Name}", rule.Title, "Signatures are verified here.");
            else if (rules.Exists(other => other.Covers(ns) is null))
                judgement.NotAssessed($"Conditions written as expressions decide whether images are verified in {ns.Name}.");
            else
                bare.Add(ns.Name);
        }
        if (users == 0)
            judgement.NotApplicable("There are no namespaces beside those of the system.");
        else if (bare.Count > 0 && hidden && rules.Count == 0)
            judgement.NotAssessed($"No rule verifies signatures, and {ControlPlaneFlags.Hidden("kube-apiserver")}");
        else if (bare.Count == users)
            judgement.Fail("Namespace", "no verification", "an enforced rule that verifies signatures", "Nothing at admission asks where an image comes from.");
        else
            foreach (var name in bare)
                judgement.Fail($"Namespace/{name}", "no verification", "an enforced rule that verifies signatures",
                    $"Nothing asks where the images of {name} come from.");
    }
}
