using System.Globalization;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-RUN-K8S-VERSION: API server and nodes run a minor version that is still supported on the day of evaluation; two or more minors behind is critical.
/// Patch levels are not judged. A kubelet is never newer than its API server, so nodes alone can decide.
/// </summary>
internal sealed class KubernetesVersion : ClusterCheck
{
    public override string Id => "L5-RUN-K8S-VERSION";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Node>()];

    public override bool DecidesWithoutReads => true;

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var seen = Judge("API server version", view.Inventory.ServerVersion, "The API server", view, judgement);
        var nodes = view.Inventory.All<Node>();
        foreach (var same in nodes.GroupBy(node => node.Status.NodeInfo.KubeletVersion, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var first = same.Select(node => node.Name).Min(StringComparer.Ordinal)!;
            var count = same.Count();
            seen |= Judge($"Node/{first}: status.nodeInfo.kubeletVersion", same.Key, count == 1 ? $"Node {first}" : $"Node {first} and {count - 1} more", view, judgement);
        }
        if (!seen)
            judgement.NotAssessed("Neither the API server's version nor a node's is known.");
        else if (view.Inventory.ServerVersion is null && !view.Inventory.Covers(new("", "Node")))
            judgement.NotAssessed("Nodes could not be read.");
    }

    private static bool Judge(string path, string? version, string who, ClusterView view, Judgement judgement)
    {
        if (ClusterView.MinorOf(version) is not { } minor)
            return false;
        var name = string.Create(CultureInfo.InvariantCulture, $"1.{minor}");
        var today = DateOnly.FromDateTime(view.Now.UtcDateTime);
        DateOnly? end = view.Policy.KubernetesSupport.TryGetValue(name, out var own) ? own : KubernetesSupport.EndOf(minor);
        if (end is null)
            judgement.NotAssessed($"{who} runs {version}, newer than the support table (1.{KubernetesSupport.NewestMinor}); name its end of support in the policy.");
        else if (end < today)
            judgement.Fail(path, version!, $"1.{KubernetesSupport.OldestSupported(today)} or later", $"{who} runs Kubernetes {name}, "
                + (end == DateOnly.MinValue ? "long out of support." : string.Create(CultureInfo.InvariantCulture, $"out of support since {end:yyyy-MM-dd}.")),
                minor + 2 <= KubernetesSupport.OldestSupported(today) ? Severity.Critical : null);
        else
            judgement.Note(path, version!, string.Create(CultureInfo.InvariantCulture, $"Supported until {end:yyyy-MM-dd}; patch levels are not judged."));
        return true;
    }
}
