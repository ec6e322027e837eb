using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>L7-CNI-ENFORCES: the network plug-in enforces network policies (CIS 5.3.1). Recognised by its agents; an unknown one is not assessed.</summary>
internal sealed class EnforcingCni : ClusterCheck
{
    public override string Id => "L7-CNI-ENFORCES";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<DaemonSet>()];

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var engine = view.NetworkEngine;
        var agent = engine.Agent is { } set ? $"DaemonSet/{set.Namespace}/{set.Name}" : "DaemonSet";
        if (engine.Enforces is null)
            judgement.NotAssessed("No known network plug-in among the DaemonSets: probe with two pods and a deny-all policy whether policies hold.");
        else if (engine.Enforces == true)
            judgement.Note(agent, engine.Name, $"{engine.Name} enforces network policies.");
        else
            judgement.Fail(agent, engine.Name, "a network plug-in or policy engine that enforces NetworkPolicy",
                $"{engine.Name} ignores network policies: every NetworkPolicy of the cluster is without effect.");
    }
}
