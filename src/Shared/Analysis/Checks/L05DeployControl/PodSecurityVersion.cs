using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-PSA-VERSION: a pinned version of Pod Security is at most three minors older than the API server and not newer. Unpinned is noted only: an upgrade may
/// then start to refuse pods, but no rule is missed.
/// </summary>
internal sealed class PodSecurityVersion : NamespaceCheck
{
    private const int MaxOlder = 3;
    private static readonly string[] Modes = ["enforce", "audit", "warn"];

    public override string Id => "L5-PSA-VERSION";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool DecidesWithoutReads => true;

    /// <summary>The version of the API server may show in its pod alone, and counts everywhere.</summary>
    public override bool CrossNamespace => true;

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        var any = false;
        foreach (var mode in Modes)
        {
            var label = $"pod-security.kubernetes.io/{mode}";
            var pinned = ns.Metadata.Labels[$"{label}-version"];
            var used = ns.Metadata.Labels.ContainsKey(label);
            any |= used || pinned is not null;
            if (pinned is not null && pinned != "latest")
                Judge($"metadata.labels[{label}-version]", pinned, view.ServerMinor, judgement);
            else if (used)
                judgement.Note($"metadata.labels[{label}-version]", pinned ?? "absent (latest)",
                    "Follows the API server: an upgrade may start to refuse pods.");
        }
        if (!any)
            judgement.NotApplicable("The namespace has no Pod Security label.");
    }

    private static void Judge(string path, string pinned, int? server, Judgement judgement)
    {
        if (ClusterView.MinorOf(pinned) is not { } minor || pinned != $"v1.{minor}")
            judgement.Note(path, pinned, "Not a version: Pod Security takes the newest rules.");
        else if (server is not { } current)
            judgement.NotAssessed("The version of the API server is not known.");
        else if (minor > current || current - minor > MaxOlder)
            judgement.Fail(path, pinned, $"v1.{current - MaxOlder} to v1.{current}",
                minor > current ? "The API server does not know rules of this version yet." : "Rules that were added since are not applied.");
    }
}
