using System.Globalization;
using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-API-AUDIT: the API server has an audit policy and a back end; a log file is kept 30 days, 10 files and 100 MB at least (CIS 1.2.16 to 1.2.19, each low).
/// What the policy records stands in a file of the node.
/// </summary>
internal sealed class AuditLog : ApiServerCheck
{
    private static readonly (string Flag, int Least, string Unit)[] Bounds =
        [("audit-log-maxage", 30, "days"), ("audit-log-maxbackup", 10, "files"), ("audit-log-maxsize", 100, "MB")];

    public override string Id => "L6-API-AUDIT";

    protected override void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement)
    {
        Require(server, "audit-policy-file", "Nothing is recorded: there is no audit policy.", null, judgement);
        var file = server["audit-log-path"] is { Length: > 0 };
        if (!file && !server.Has("audit-webhook-config-file"))
            judgement.Fail(server.At("audit-log-path"), "absent", "a log file or a webhook", "Audit events go nowhere.");
        else if (!file)
            judgement.Note(server.At("audit-webhook-config-file"), Shown(server, "audit-webhook-config-file"), "Audit events leave by a webhook; how long they are kept is decided there.");
        if (server["audit-log-path"] == "-" || (!file && server.Has("audit-webhook-config-file")))
            return;
        foreach (var (flag, least, unit) in Bounds)
            if (!int.TryParse(server[flag], NumberStyles.None, CultureInfo.InvariantCulture, out var set) || set < least)
                judgement.Fail(server.At(flag), Shown(server, flag), $"at least {least} {unit}", "Audit events are gone before somebody looks for them.", Severity.Low);
    }
}
