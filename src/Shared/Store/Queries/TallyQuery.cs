using Posture.Model.Tenancy;
using Posture.Model.Verdicts;

namespace Posture.Store.Queries;

/// <summary>Counts that the score of any scope can be computed from: a tenant's, a selection's, one with an edit.</summary>
public sealed class TallyQuery
{
    /// <summary>One row a cluster, namespace and control with anything scored; system objects are left out.</summary>
    public Task<IReadOnlyList<TallyRow>> ListAsync(
        ViewScope scope, IReadOnlyCollection<string> clusters, IReadOnlyCollection<string> namespaces, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>Counts of one control in one namespace; with the catalogue's weight it makes a <see cref="Model.Scoring.ControlTally"/>.</summary>
public sealed record TallyRow(string Cluster, string Namespace, string Control, Layer Layer, int Pass, int Fail, int Excepted, int Unassessed);
