using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>L8-SECRETS-AT-REST: the API server encrypts what it stores (CIS 1.2.27). Which provider does stands in a file of the node.</summary>
internal sealed class SecretsAtRest : ApiServerCheck
{
    private const string Flag = "encryption-provider-config";

    public override string Id => "L8-SECRETS-AT-REST";

    protected override void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement)
    {
        Require(server, Flag, "Secrets lie readable in etcd, its disks and its backups.", null, judgement);
        if (server.Has(Flag))
            judgement.Note(server.At(Flag), Shown(server, Flag), "A provider is configured; which one stands in the file.");
    }
}
