using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L07Network;

/// <summary>
/// L7-MESH-MTLS: in a namespace of the Istio mesh only mutual TLS is accepted: its own PeerAuthentication, or that of the mesh, is STRICT (absent means
/// PERMISSIVE), no PeerAuthentication of single workloads loosens it, and no live pod lacks the proxy (in ambient mode, where pods have none, no pod opts out). A
/// sensitive namespace belongs to a mesh. A namespace without a mesh label is judged by its own PeerAuthentications: pods may join by labels of their own.
/// </summary>
internal sealed class MeshTls : NamespaceCheck
{
    private const string Root = "istio-system";
    private const string Proxy = "istio-proxy";
    private const string Mode = "istio.io/dataplane-mode";
    private static readonly KindRef Authentication = new("security.istio.io", "PeerAuthentication");

    public override string Id => "L7-MESH-MTLS";

    public override IReadOnlyList<KindRef> Reads { get; } = [Authentication, .. WorkloadKinds];

    /// <summary>What lies in the root namespace counts for the whole mesh.</summary>
    internal override bool ReachesOtherNamespaces(KubeObject changed) => changed is GenericObject { Namespace: Root };

    protected override void Evaluate(Namespace ns, ClusterView view, Judgement judgement)
    {
        var ambient = ns.Metadata.Labels[Mode] == "ambient";
        var member = ambient || ns.Metadata.Labels["istio-injection"] == "enabled" || ns.Metadata.Labels.ContainsKey("istio.io/rev");
        var own = view.Inventory.All(Authentication).OfType<GenericObject>().Where(item => item.Namespace == ns.Name).OrderBy(item => item.Name, StringComparer.Ordinal).ToList();
        foreach (var item in own)
        {
            foreach (var port in LoosePorts(item))
                judgement.Fail($"PeerAuthentication/{item.Name}: spec.portLevelMtls[{port.Name}].mode", ((JsonElement?)port.Value).Text("mode")!, "STRICT",
                    $"Port {port.Name} also accepts plain text from whoever connects.");
            if ((!member || item.Spec.Field("selector").HasContent()) && item.Spec.Field("mtls", "mode").Text() is "PERMISSIVE" or "DISABLE")
                judgement.Fail($"PeerAuthentication/{item.Name}: spec.mtls.mode", item.Spec.Field("mtls", "mode").Text()!, "STRICT", "Pods also accept plain text from whoever connects.");
        }
        if (!member)
        {
            if (own.Count > 0)
                return;
            if (view.Policy.SensitiveNamespaces.Contains(ns.Name))
                judgement.Fail("metadata.labels", "no mesh", "a namespace of the mesh", $"Traffic between the pods of sensitive {ns.Name} is not authenticated.");
            else
                judgement.NotApplicable("The namespace belongs to no mesh and is not named as sensitive.");
            return;
        }
        if (Of(ns.Name, view) is var (place, mode) && mode != "STRICT")
            judgement.Fail(place, mode, "STRICT", "Pods also accept plain text from whoever connects.");
        foreach (var pod in view.Workloads.InNamespace(ns.Name).SelectMany(workload => workload.Pods).OrderBy(pod => pod.Name, StringComparer.Ordinal))
            if (!pod.Spec.Containers.Concat(pod.Spec.InitContainers).Any(container => container.Name == Proxy) && pod.Spec.HostNetwork != true
                && (!ambient || pod.Metadata.Labels[Mode] == "none"))
                judgement.Fail($"Pod/{pod.Name}", "no proxy", Proxy, $"Pod {pod.Name} is outside the mesh.");
    }

    /// <summary>Ports that accept plain text though the pods do not; they count only where single workloads are meant.</summary>
    private static IEnumerable<JsonProperty> LoosePorts(GenericObject item) =>
        item.Spec.Field("selector").HasContent() && item.Spec.Field("portLevelMtls") is { ValueKind: JsonValueKind.Object } ports
            ? ports.EnumerateObject().Where(port => ((JsonElement?)port.Value).Text("mode") is "PERMISSIVE" or "DISABLE") : [];

    private static (string Place, string Mode) Of(string ns, ClusterView view)
    {
        foreach (var scope in (ReadOnlySpan<string>)[ns, Root])
            foreach (var item in view.Inventory.All(Authentication).OfType<GenericObject>().OrderBy(item => item.Name, StringComparer.Ordinal))
                if (item.Namespace == scope && !item.Spec.Field("selector").HasContent() && item.Spec.Field("mtls", "mode").Text() is { } mode && mode != "UNSET")
                    return ($"PeerAuthentication/{item.Namespace}/{item.Name}: spec.mtls.mode", mode);
        return ("PeerAuthentication", "absent (PERMISSIVE)");
    }
}
