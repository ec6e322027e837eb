using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Posture.Analysis.Policy;
using Posture.Collectors.Hosting;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Sources;
using Posture.Store.Commands;

namespace Posture.Collectors.Fleet;

/// <summary>Makes the loop of a cluster from its definition.</summary>
internal sealed class LoopFactory(IOptions<CollectorOptions> options, ClusterRegistry registry, SnapshotWriter writer, TimeProvider time, ILoggerFactory loggers)
{
    public IReadOnlyList<ClusterDefinition> Definitions => options.Value.Clusters;

    public Task<Cluster> RegisterAsync(string name, CancellationToken cancellationToken)
    {
        var definition = Find(name);
        return registry.EnsureAsync(name, definition.DisplayName ?? name, definition.Environment, ClusterSources.Describe(definition), cancellationToken);
    }

    public ClusterLoop Create(string name, Guid clusterId, long epoch) =>
        new(name, clusterId, epoch, ClusterSources.Open(Find(name), time), writer,
            PosturePolicy.Default with { AllowedRegistries = options.Value.AllowedRegistries }, time, loggers.CreateLogger<ClusterLoop>());

    private ClusterDefinition Find(string name) => options.Value.Clusters.FirstOrDefault(definition => definition.Name == name)
        ?? throw new SourceException("cluster.not_configured", $"cluster {name} is not in the configuration of this process (Posture:Clusters)");
}
