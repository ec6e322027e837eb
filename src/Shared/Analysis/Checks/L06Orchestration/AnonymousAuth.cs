using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-API-ANONYMOUS-AUTH: a request without credentials is answered 401 (CIS 1.2.1). A probe of /api decides where there was one; else the flag does, unless
/// <c>--authentication-config</c> moved the setting into a file. Absent means on.
/// </summary>
internal sealed class AnonymousAuth : ClusterCheck
{
    private const string Flag = "anonymous-auth";
    private const string Config = "authentication-config";

    public override string Id => "L6-API-ANONYMOUS-AUTH";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool DecidesWithoutReads => true;

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        if (view.Inventory.AnonymousStatus is { } status)
            Probe(status, judgement);
        else
            Flags(view, judgement);
    }

    /// <summary>403 means that anonymous is let in but may not do this: medium.</summary>
    private static void Probe(int status, Judgement judgement)
    {
        var text = status.ToString(CultureInfo.InvariantCulture);
        if (status == 401)
            judgement.Note("GET /api without credentials", text, "The API server refuses anonymous requests.");
        else
            judgement.Fail("GET /api without credentials", text, "401", "The API server lets requests without credentials pass authentication.",
                status == 403 ? Severity.Medium : null);
    }

    private static void Flags(ClusterView view, Judgement judgement)
    {
        var seen = false;
        foreach (var server in view.ControlPlane.ApiServers)
        {
            seen = true;
            if (server.Switch(Flag) == false)
                judgement.Note(server.At(Flag), "--anonymous-auth=false", "Anonymous requests are switched off.");
            else if (server.Has(Flag) || !server.Has(Config))
                judgement.Fail(server.At(Flag), server.Has(Flag) ? $"--{Flag}={server[Flag]}" : "absent (on by default)", "--anonymous-auth=false",
                    "The API server lets requests without credentials pass authentication.");
            else
                judgement.NotAssessed($"--{Config} may limit anonymous requests in a file that the API does not show; a probe of /api without credentials would tell.");
        }
        if (!seen)
            judgement.NotAssessed($"{ControlPlaneFlags.Hidden("kube-apiserver")} A probe of /api without credentials would tell.");
    }
}
