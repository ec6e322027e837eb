using System.Net;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-REG-INSECURE-TRANSPORT: OpenShift's image configuration allows no registry without TLS. Elsewhere the setting stands in files of the nodes: not
/// assessed, and hosts that look like plain ones are named as a warning.
/// </summary>
internal sealed class InsecureTransport : ClusterCheck
{
    private const int MaxHosts = 5;
    private static readonly KindRef Config = new("config.openshift.io", "Image");

    public override string Id => "L3-REG-INSECURE-TRANSPORT";

    public override IReadOnlyList<KindRef> Reads { get; } = [Config, .. WorkloadKinds];

    internal override bool HeedsReplica(Workload workload) => false;

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        if (view.Inventory.Find(Config, "", "cluster") is not GenericObject config)
        {
            judgement.NotAssessed("Which registries may be plain stands in files of the nodes (containerd, CRI-O): import what a node scan says.");
            foreach (var host in PlainLooking(view))
                judgement.Note("image", host, "A host of this form often has no certificate that is trusted.");
            return;
        }
        foreach (var host in config.Spec.Field("registrySources", "insecureRegistries").Texts())
            judgement.Fail("Image/cluster: spec.registrySources.insecureRegistries", host, "empty",
                $"Images of {host} are pulled without checking who sends them.");
        var i = 0;
        foreach (var entry in config.Spec.Field("allowedRegistriesForImport").Items())
        {
            if (entry.Field("insecure").Flag() == true)
                judgement.Fail($"Image/cluster: spec.allowedRegistriesForImport[{i}].insecure", "true", "false",
                    $"Images of {entry.Text("domainName")} are imported without checking who sends them.");
            i++;
        }
    }

    private static IEnumerable<string> PlainLooking(ClusterView view)
    {
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var workload in view.Workloads.All)
            foreach (var container in workload.Template.Containers())
                if (view.ImageOf(container.Container.Image) is { HasHost: true } image && IsPlainLooking(image.Host))
                    hosts.Add(image.Host);
        return hosts.Take(MaxHosts);
    }

    private static bool IsPlainLooking(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon < 0 ? host : host[..colon];
        return host.EndsWith(":5000", StringComparison.Ordinal) || name.EndsWith(".local", StringComparison.Ordinal) || IPAddress.TryParse(name, out _);
    }
}
