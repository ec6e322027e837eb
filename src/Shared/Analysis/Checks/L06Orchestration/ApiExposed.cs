using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-API-EXPOSED: the API server listens on no public address, by the endpoints of Service default/kubernetes. A private address passes with a note: a
/// public load balancer in front would show only to a probe from outside.
/// </summary>
internal sealed class ApiExposed : ClusterCheck
{
    public override string Id => "L6-API-EXPOSED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<EndpointSlice>()];

    public override bool Heeds(KubeObject changed) => IsApi(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var seen = false;
        foreach (var slice in view.Inventory.All<EndpointSlice>().Where(IsApi).OrderBy(slice => slice.Name, StringComparer.Ordinal))
            for (var i = 0; i < slice.Endpoints.Count; i++)
                foreach (var address in slice.Endpoints[i].Addresses)
                {
                    var isPublic = NetworkAddress.IsPublic(address);
                    seen |= isPublic is not null;
                    if (isPublic == true)
                        judgement.Fail($"EndpointSlice/default/{slice.Name}: endpoints[{i}].addresses", address, "a private address, or source ranges in front",
                            "The API server can be addressed from the internet: a flaw before sign-on is open to everybody.");
                }
        if (seen)
            judgement.Note("EndpointSlice/default/kubernetes", "private addresses", "A public load balancer in front would show only to a probe from outside.");
        else
            judgement.NotAssessed("No address of Service default/kubernetes is among the objects read.");
    }

    private static bool IsApi(KubeObject item) => item is EndpointSlice { Namespace: "default" } && item.Metadata.Labels["kubernetes.io/service-name"] == "kubernetes";
}
