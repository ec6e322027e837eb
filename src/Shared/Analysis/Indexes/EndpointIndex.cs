using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Services with an endpoint that is ready. Built once, dropped when a slice changes.</summary>
internal sealed class EndpointIndex
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    private readonly HashSet<(string Namespace, string Service)> _ready = [];
    private readonly HashSet<(string Namespace, string Service)> _sliced = [];

    internal EndpointIndex(ClusterInventory inventory)
    {
        foreach (var slice in inventory.All<EndpointSlice>())
        {
            if (slice.Metadata.Labels[ServiceLabel] is not { } service)
                continue;
            _sliced.Add((slice.Namespace, service));
            if (slice.Endpoints.Any(endpoint => endpoint.Conditions?.Ready != false))
                _ready.Add((slice.Namespace, service));
        }
    }

    /// <summary>
    /// Whether a Service has a ready endpoint (absent means ready); null when the inventory holds no slice of it: a cluster keeps an empty one, a dump may lack it.
    /// </summary>
    public bool? IsReady(Service service) =>
        _sliced.Contains((service.Namespace, service.Name)) ? _ready.Contains((service.Namespace, service.Name)) : null;
}
