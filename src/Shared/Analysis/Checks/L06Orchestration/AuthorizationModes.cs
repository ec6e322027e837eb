using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-API-AUTHZ-MODE: the API server authorises by Node and RBAC (CIS 1.2.6 to 1.2.8). AlwaysAllow, which is also what no flag means, is critical; a missing RBAC
/// high, a missing Node medium, ABAC low.
/// </summary>
internal sealed class AuthorizationModes : ApiServerCheck
{
    private const string Flag = "authorization-mode";
    private const string Config = "authorization-config";

    public override string Id => "L6-API-AUTHZ-MODE";

    protected override void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement)
    {
        if (server.Has(Config))
        {
            judgement.NotAssessed($"--{Config} sets the modes in a file that the API does not show.");
            return;
        }
        var modes = server.List(Flag);
        void Fail(string message, Severity severity) => judgement.Fail(server.At(Flag), Shown(server, Flag), "--authorization-mode=Node,RBAC", message, severity);
        if (modes.Count == 0 || modes.Contains("AlwaysAllow"))
            Fail("The API server allows every request.", Severity.Critical);
        else
        {
            if (!modes.Contains("RBAC"))
                Fail("Roles and bindings have no effect.", Severity.High);
            if (!modes.Contains("Node"))
                Fail("Nodes are not limited to the objects of their own pods.", Severity.Medium);
        }
        if (modes.Contains("ABAC"))
            Fail("Rules in a file of the API server grant rights that no role shows.", Severity.Low);
        if (modes.Contains("Webhook"))
            judgement.Note(server.At(Flag), Shown(server, Flag), "A webhook decides too; its rights cannot be seen through the API.");
    }
}
