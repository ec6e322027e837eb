using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-API-STATIC-TOKENS: no password or token file and no unauthenticated port (CIS 1.2.2). Only the first flag still exists; the others were removed in 1.19
/// to 1.24. <c>--insecure-port=0</c> is how old versions switch the port off.
/// </summary>
internal sealed class StaticTokens : ClusterCheck
{
    private static readonly string[] Flags = ["token-auth-file", "basic-auth-file", "insecure-port", "insecure-bind-address"];

    public override string Id => "L9-API-STATIC-TOKENS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var seen = false;
        foreach (var server in view.ControlPlane.ApiServers)
        {
            seen = true;
            foreach (var flag in Flags)
                if (server.Has(flag) && !(flag == "insecure-port" && server[flag] == "0"))
                    judgement.Fail(server.At(flag), $"--{flag}={server[flag]}", "absent", flag.StartsWith("insecure", StringComparison.Ordinal)
                        ? "The API server listens without authentication."
                        : "The API server accepts credentials from a file: they never expire and can only be revoked by a restart.");
        }
        if (!seen)
            judgement.NotAssessed(ControlPlaneFlags.Hidden("kube-apiserver"));
    }
}
