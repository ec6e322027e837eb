using Posture.Analysis.Network;
using Posture.Dashboard.Live;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>Asks the owner of a cluster for its map; null when the cluster is none or not visible. The viewer's namespaces go into the question.</summary>
internal sealed class NetworkReader(ClusterQuery clusters, ILiveQuestions live, TimeProvider time)
{
    public async Task<NetworkModel?> ReadAsync(ViewScope scope, NetworkState state, CancellationToken cancellationToken)
    {
        var all = await clusters.ListAsync(scope, cancellationToken);
        if (state.Cluster is not { } name)
            return new(state, all, null, time.GetUtcNow());
        if (all.All(cluster => cluster.Name != name))
            return null;
        var question = new NetworkMapQuestion
        {
            Namespaces = state.Namespaces,
            Port = state.Port,
            Protocol = state.Protocol,
            Within = scope.IsAll ? null : [.. scope.Namespaces.Where(pair => pair.Cluster == name).Select(pair => pair.Namespace)],
        };
        return new(state, all, await live.AskAsync(name, NetworkQuestions.Map, question, cancellationToken), time.GetUtcNow());
    }
}
