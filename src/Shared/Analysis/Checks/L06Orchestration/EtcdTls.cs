using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-ETCD-TLS: clients and peers of etcd prove who they are by certificates of a CA of its own (CIS 2.1 to 2.7, 1.2.23 to 1.2.29). An etcd that is configured by
/// a file, or is no pod of the cluster, is not assessed; the API server's side of the connection is judged all the same.
/// </summary>
internal sealed class EtcdTls : ClusterCheck
{
    private static readonly string[] Files = ["cert-file", "key-file", "peer-cert-file", "peer-key-file", "trusted-ca-file"];
    private static readonly string[] ClientFiles = ["etcd-cafile", "etcd-certfile", "etcd-keyfile"];

    public override string Id => "L6-ETCD-TLS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var servers = view.ControlPlane.ApiServers.ToList();
        var seen = false;
        foreach (var etcd in view.ControlPlane.Of("etcd"))
        {
            seen = true;
            if (etcd.Has("config-file"))
                judgement.NotAssessed("etcd is configured by a file that the API does not show.");
            else
                Etcd(etcd, servers, judgement);
        }
        if (!seen)
            judgement.NotAssessed(ControlPlaneFlags.Hidden("etcd"));
        foreach (var server in servers)
            foreach (var flag in ClientFiles)
                if (!server.Has(flag))
                    judgement.Fail(server.At(flag), "absent", $"--{flag}=…", "The API server does not prove to etcd who it is, or does not check who answers.");
    }

    private static void Etcd(ComponentFlags etcd, List<ComponentFlags> servers, Judgement judgement)
    {
        foreach (var flag in Files)
            if (!etcd.Has(flag))
                judgement.Fail(etcd.At(flag), "absent", $"--{flag}=…", "Connections to etcd are not encrypted and checked on both sides.");
        foreach (var flag in (ReadOnlySpan<string>)["client-cert-auth", "peer-client-cert-auth"])
            if (etcd.Switch(flag) != true)
                judgement.Fail(etcd.At(flag), etcd[flag] ?? "absent", $"--{flag}=true", "Whoever reaches the port of etcd reads and writes every object.");
        foreach (var flag in (ReadOnlySpan<string>)["auto-tls", "peer-auto-tls"])
            if (etcd.Switch(flag) == true)
                judgement.Fail(etcd.At(flag), $"--{flag}", "absent", "Certificates that etcd signs itself prove nothing.");
        foreach (var server in servers)
            if (etcd["trusted-ca-file"] is { Length: > 0 } authority && authority == server["client-ca-file"])
                judgement.Fail(etcd.At("trusted-ca-file"), $"--trusted-ca-file={authority}", "a CA of its own", "Every client certificate of the API server opens etcd too.");
    }
}
