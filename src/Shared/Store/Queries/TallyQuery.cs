using Npgsql;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>Counts that the score of any scope can be computed from: a tenant's, a selection's, one with an edit.</summary>
public sealed class TallyQuery(NpgsqlDataSource source)
{
    /// <summary>One row a cluster, namespace and control with anything scored; system objects are left out.</summary>
    public async Task<IReadOnlyList<TallyRow>> ListAsync(
        ViewScope scope, IReadOnlyCollection<string> clusters, IReadOnlyCollection<string> namespaces, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        await using var command = snapshot.Scoped(
            $"""
            select c.name, f.namespace, f.control, f.layer,
                {Sum($"= {(int)Verdict.Pass}")}, {Sum($"= {(int)Verdict.Fail}")}, {Sum($"= {(int)Verdict.Excepted}")},
                {Sum($"in ({(int)Verdict.NotAssessed}, {(int)Verdict.Error})")}
            from {CountedFindings.Table(at)} f join clusters c on c.id = f.cluster_id
            where not f.system and (cardinality($5::text[]) = 0 or c.name = any($5))
                and (cardinality($6::text[]) = 0 or f.namespace = any($6)) and {CountedFindings.Valid("f", at)} and {ScopedCommand.Sees(scope, "f.namespace")}
            group by 1, 2, 3, 4 order by 1, 2, 3
            """, at, clusters.ToArray(), namespaces.ToArray());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TallyRow>();
        while (await row.ReadAsync(cancellationToken))
            rows.Add(new(row.GetString(0), row.GetString(1), row.GetString(2), (Layer)row.GetInt16(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7)));
        return rows;
    }

    private static string Sum(string verdict) => $"coalesce(sum(f.count) filter (where f.verdict {verdict}), 0)::int";
}

/// <summary>Counts of one control in one namespace; with the catalogue's weight it makes a <see cref="Model.Scoring.ControlTally"/>.</summary>
public sealed record TallyRow(string Cluster, string Namespace, string Control, Layer Layer, int Pass, int Fail, int Excepted, int Unassessed);
