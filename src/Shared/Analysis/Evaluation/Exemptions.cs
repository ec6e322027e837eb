using Posture.Analysis.Checks;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Evaluation;

/// <summary>Exemption classes of the catalogue (rules R7 and R15): a violation accepted by class is shown and not scored.</summary>
internal static class Exemptions
{
    /// <summary>Why a violation is exempt; null when it is not.</summary>
    public static string? Of(Control control, CheckSubject subject, ClusterView view, bool system) => control.Exemption switch
    {
        "SYS" or "SYS+INFRA" when system => "System namespace: shown, not scored (R7).",
        "SYS+INFRA" when subject.Target is Workload workload && IsInfrastructure(workload, view) => "Node agent on the infrastructure allow-list (R7).",
        "DEFAULT-RBAC" when subject.Target is KubeObject item && view.Access.IsShipped(item) => "Shipped with Kubernetes and unchanged (R15).",
        _ => null,
    };

    private static bool IsInfrastructure(Workload workload, ClusterView view) =>
        workload.Object is DaemonSet
        && workload.Template.Containers().All(container => ImageReference.Parse(container.Container.Image) is { } image
            && view.Policy.InfrastructureImages.Any(image.IsUnder));
}
