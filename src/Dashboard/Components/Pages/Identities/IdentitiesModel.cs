using Posture.Analysis.Access;
using Posture.Analysis.Identities;
using Posture.Store.Commands;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>What the page shows.</summary>
/// <param name="State">The address.</param>
/// <param name="Clusters">Clusters to choose from.</param>
/// <param name="Roster">Subjects; null while no cluster is chosen, or its owner does not answer.</param>
/// <param name="Holders">Who can; null while nothing is asked.</param>
/// <param name="At">When it was answered.</param>
/// <param name="SeesAll">Whether the viewer may see the whole fleet.</param>
public sealed record IdentitiesModel(
    IdentitiesState State, IReadOnlyList<Cluster> Clusters, RosterAnswer? Roster, WhoCanAnswer? Holders, DateTimeOffset At, bool SeesAll)
{
    /// <summary>The cluster chosen.</summary>
    public Cluster? Cluster { get; } = Clusters.FirstOrDefault(cluster => cluster.Name == State.Cluster);
}
