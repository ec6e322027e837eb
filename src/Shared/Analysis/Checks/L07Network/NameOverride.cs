using System.Net;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-POD-HOST-ALIASES: a pod resolves names as the cluster does: no lines of its own in the hosts file, and no name server beside the cluster's, a node or a
/// cache on the node (loopback, link-local).
/// </summary>
internal sealed class NameOverride : WorkloadCheck
{
    public override string Id => "L7-POD-HOST-ALIASES";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Service>(), .. Kinds<Node>()];

    /// <summary>The cluster's name server lies in kube-system.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is Service service && service.Spec.Ports.Any(port => port.Port == 53);

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.HostAliases.Count; i++)
        {
            var alias = pod.Spec.HostAliases[i];
            judgement.Fail(pod.At($"hostAliases[{i}]"), $"{string.Join(", ", alias.Hostnames.Take(3))} = {alias.Ip}", "absent",
                "The pod answers names itself: policies and logs of the cluster's DNS do not see it.");
        }
        if (pod.Spec is not { DnsPolicy: "None", DnsConfig: { } dns })
            return;
        for (var i = 0; i < dns.Nameservers.Count; i++)
            if (!IsOfCluster(dns.Nameservers[i], view))
                Judge(pod.At($"dnsConfig.nameservers[{i}]"), dns.Nameservers[i], view, judgement);
    }

    private static void Judge(EvidencePath path, string server, ClusterView view, Judgement judgement)
    {
        if (view.NameServers.Count == 0 && NetworkAddress.IsPublic(server) != true)
            judgement.NotAssessed($"Neither a DNS Service nor a node is among the objects read, so whether {server} is the cluster's is unknown.");
        else
            judgement.Fail(path, server, "the cluster's DNS or a node",
                "The pod asks a name server outside the cluster: policies and logs of the cluster's DNS do not see it.");
    }

    private static bool IsOfCluster(string server, ClusterView view) => view.NameServers.Contains(server)
        || (IPAddress.TryParse(server, out var address) && (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || server.StartsWith("169.254.",
            StringComparison.Ordinal)));
}
