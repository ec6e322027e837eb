using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-CP-HARDENING: controller manager, scheduler and API server without profiling, the first two on the loopback address, with an account for each controller and
/// keys in place (CIS 1.3 and 1.4); requests to the API server end after five minutes (1.2.21). Severities follow the weights of the places.
/// </summary>
internal sealed class ControlPlaneHardening : ClusterCheck
{
    private const string Threshold = "terminated-pod-gc-threshold";
    private const string Manager = "kube-controller-manager";
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5); // five times the default
    private static readonly string[] Components = ["kube-apiserver", Manager, "kube-scheduler"];

    public override string Id => "L6-CP-HARDENING";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var seen = false;
        foreach (var component in Components)
            foreach (var flags in view.ControlPlane.Of(component))
            {
                seen = true;
                if (flags.Switch("profiling") != false)
                    judgement.Fail(flags.At("profiling"), flags["profiling"] ?? "absent (on)", "false", $"{component} shows its inner workings.", Severity.Low);
                if (component != "kube-apiserver" && flags["bind-address"] is { } address && address is not ("127.0.0.1" or "::1"))
                    judgement.Fail(flags.At("bind-address"), address, "127.0.0.1", $"{component} answers on the network.", Severity.Medium);
                if (component == "kube-apiserver" && flags.Duration("request-timeout") > MaxTimeout)
                    judgement.Fail(flags.At("request-timeout"), $"--request-timeout={flags["request-timeout"]}", "5m or less", "Slow requests hold the API server.", Severity.Low);
                if (component == Manager)
                    Controllers(flags, judgement);
            }
        if (!seen)
            judgement.NotAssessed(ControlPlaneFlags.Hidden(Manager));
    }

    private static void Controllers(ComponentFlags flags, Judgement judgement)
    {
        if (flags.Switch("use-service-account-credentials") == false)
            judgement.Fail(flags.At("use-service-account-credentials"), "false", "true", "All controllers share one powerful identity.", Severity.Medium);
        foreach (var flag in (ReadOnlySpan<string>)["service-account-private-key-file", "root-ca-file"])
            if (!flags.Has(flag))
                judgement.Fail(flags.At(flag), "absent", $"--{flag}=…", "Tokens are not signed with a key of their own, or pods cannot check the API server.", Severity.Medium);
        if (!int.TryParse(flags[Threshold], NumberStyles.Integer, CultureInfo.InvariantCulture, out var bound) || bound <= 0) // 0 switches the collector off
            judgement.Fail(flags.At(Threshold), flags[Threshold] ?? "absent", "a bound above 0", "Finished pods pile up.", Severity.Low);
        if (flags.List("feature-gates").Contains("RotateKubeletServerCertificate=false"))
            judgement.Fail(flags.At("feature-gates"), "RotateKubeletServerCertificate=false", "absent", "Certificates of the kubelets are not renewed.", Severity.Medium);
    }
}
