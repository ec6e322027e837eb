using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-ADM-REQUIRED: NodeRestriction is enabled (CIS 1.2.15), none of ServiceAccount, NamespaceLifecycle and PodSecurity is disabled, EventRateLimit is enabled
/// (low).
/// </summary>
internal sealed class AdmissionPlugins : ApiServerCheck
{
    private const string Enable = "enable-admission-plugins";
    private const string Disable = "disable-admission-plugins";

    public override string Id => "L5-ADM-REQUIRED";

    protected override void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement)
    {
        var (enabled, disabled) = (server.List(Enable), server.List(Disable));
        if (!enabled.Contains("NodeRestriction") || disabled.Contains("NodeRestriction"))
            judgement.Fail(server.At(Enable), Shown(server, Enable), "a list with NodeRestriction", "A node may change labels and objects of other nodes.");
        foreach (var plugin in (ReadOnlySpan<string>)["ServiceAccount", "NamespaceLifecycle", "PodSecurity"])
            if (disabled.Contains(plugin))
                judgement.Fail(server.At(Disable), plugin, "not disabled", $"What {plugin} guards is open.", Severity.Medium);
        if (!enabled.Contains("EventRateLimit"))
            judgement.Fail(server.At(Enable), Shown(server, Enable), "a list with EventRateLimit", "One client may flood the API server with events.", Severity.Low);
    }
}
