using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Posture.Analysis.Policy;
using Posture.Collectors.Hosting;
using Posture.Collectors.Ingest;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Registries;
using Posture.Collectors.Sources;
using Posture.Store.Commands;

namespace Posture.Collectors.Fleet;

/// <summary>Makes the loop of a cluster from its definition.</summary>
internal sealed class LoopFactory(
    IOptionsMonitor<CollectorOptions> options, ClusterRegistry registry, SnapshotWriter writer, StoredObjects stored, FleetBoard fleet,
    ImageKeeper images, TimeProvider time, ILoggerFactory loggers)
{
    internal const string NotConfigured = "cluster.not_configured";

    private readonly PolicyInForce _policy = new(loggers.CreateLogger<PolicyInForce>());

    /// <summary>Clusters of the configuration as it is now.</summary>
    /// <exception cref="OptionsValidationException">It was changed to something that cannot be used.</exception>
    public IReadOnlyList<ClusterDefinition> Definitions => options.CurrentValue.Clusters;

    /// <summary>Identity of the policy that loops made now evaluate with.</summary>
    public string PolicyHash => Analysis.Policy.PolicyHash.Of(Policy);

    private PosturePolicy Policy => _policy.Read(options.CurrentValue);

    public Task<Cluster> RegisterAsync(string name, CancellationToken cancellationToken)
    {
        var definition = Find(name);
        return registry.EnsureAsync(name, definition.DisplayName ?? name, definition.Environment, ClusterSources.Describe(definition), cancellationToken);
    }

    public ClusterLoop Create(OwnedCluster owned)
    {
        var policy = Policy;
        return new(owned, ClusterSources.Open(Find(owned.Name), time), writer, stored, fleet, policy, new(images, policy, time), time, loggers.CreateLogger<ClusterLoop>());
    }

    private ClusterDefinition Find(string name) => options.CurrentValue.Clusters.FirstOrDefault(definition => definition.Name == name)
        ?? throw new SourceException(NotConfigured, $"cluster {name} is not in the configuration of this process (Posture:Clusters)");
}
