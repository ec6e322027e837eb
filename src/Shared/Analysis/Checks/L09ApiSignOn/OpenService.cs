using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-SERVICE-UNAUTHENTICATED: a Service that a scanner connected to asked who was there. Only Services that a scanner looked at are judged; without any scan
/// the cluster is not assessed.
/// </summary>
internal sealed class OpenService : ObjectCheck<Service>
{
    public override string Id => "L9-SERVICE-UNAUTHENTICATED";

    public override IReadOnlyList<KindRef> Reads => ServiceScans.Kinds;

    /// <summary>A cluster report, or one in the scanner's namespace, speaks of Services anywhere.</summary>
    public override bool CrossNamespace => true;

    protected override bool Concerns(Service item, ClusterView view) => view.ServiceScans.Of(item) is not null;

    protected override bool ConcernsCluster(ClusterView view) => view.ServiceScans.IsEmpty;

    protected override void Evaluate(Service item, ClusterView view, Judgement judgement)
    {
        if (view.ServiceScans.Of(item) is not { } scan)
            return;
        var place = $"{scan.Report.Kind}/{scan.Report.Name}: results";
        if (scan.IsOpen)
            judgement.Fail(place, scan.Message.Length > 0 ? scan.Message : "fail", "sign-on",
                $"Whoever reaches Service {item.Name} may use it without signing on.");
        else
            judgement.Note(place, "pass", "The scanner was asked to sign on.");
    }

    protected override void EvaluateCluster(ClusterView view, Judgement judgement) =>
        judgement.NotAssessed("No scan of Services is there: let Kubescape's control C-0274 write policy reports, or import one.");
}
