using System.Runtime.InteropServices;
using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Reading;

namespace Posture.Store.Queries;

/// <summary>The registries that images in use come from, or the repositories of some.</summary>
public sealed class RegistryQuery(NpgsqlDataSource source)
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxSize = 200;

    /// <summary>Most names of a kind in a row.</summary>
    public const int MaxNames = 3;

    /// <summary>One page, what is used most first.</summary>
    /// <param name="scope">What the person may see.</param>
    /// <param name="filter">Which images; states and the past are not looked at.</param>
    /// <param name="byRepository">Rows are repositories; else registries.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">1 to <see cref="MaxSize"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RegistryPage> PageAsync(ViewScope scope, ImageFilter filter, bool byRepository, int page, int size, CancellationToken cancellationToken)
    {
        size = Math.Clamp(size, 1, MaxSize);
        filter = filter with { States = [], IncludePast = false };
        await using var snapshot = await ReadSnapshot.OpenAsync(source, scope, cancellationToken);
        var (rows, classes) = await CountAsync(snapshot, filter, byRepository, cancellationToken);
        var shown = rows.OrderByDescending(row => row.Images).ThenBy(row => row.Name, StringComparer.Ordinal).Skip((int)Math.Min((Math.Max(page, 1) - 1) * (long)size, rows.Count)).Take(size);
        return new(new([.. shown.Select(row => row.Row())], rows.Count, filter.IsNone ? rows.Count : await TotalAsync(snapshot, byRepository ? "u.repository" : "u.host", cancellationToken)), classes);
    }

    private static async Task<(IReadOnlyCollection<RegistryTally> Rows, IReadOnlyDictionary<string, long> Classes)> CountAsync(
        ReadSnapshot snapshot, ImageFilter filter, bool byRepository, CancellationToken cancellationToken)
    {
        await using var command = ImageQuery.Filtered(
            snapshot,
            $"""
            select u.host, u.repository, u.cluster_id, u.image, u.workload, u.namespace, coalesce(u.class, ''), u.mirror, u.retired, u.successor, u.transport, u.anonymous_pull, u.rank
            from image_uses u join clusters c on c.id = u.cluster_id where {ImageQuery.Filter(snapshot.Scope)}
            """, filter with { Classes = [] });
        var rows = new Dictionary<string, RegistryTally>(StringComparer.Ordinal);
        var classes = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var use = new RegistryUse(row.GetGuid(2), row.GetGuid(3), row.GetGuid(4), row.GetString(5), row.GetString(1), row.GetString(6))
            {
                Mirror = row.TextOrNull(7),
                Retired = row.TextOrNull(8),
                Successor = row.TextOrNull(9),
                Transport = row.TextOrNull(10),
                AnonymousPull = row.IsDBNull(11) ? null : row.GetBoolean(11),
                Rank = row.IsDBNull(12) ? null : row.GetInt64(12),
            };
            var host = row.GetString(0);
            var name = byRepository ? use.Repository : host;
            (CollectionsMarshal.GetValueRefOrAddDefault(classes, use.Class, out _) ??= new(StringComparer.Ordinal)).Add(name);
            // Classes that are not chosen are counted, so that a reader sees what choosing them would show.
            if (filter.Classes.Count == 0 || filter.Classes.Contains(use.Class))
                (CollectionsMarshal.GetValueRefOrAddDefault(rows, name, out _) ??= new(name, host)).Add(use);
        }
        return (rows.Values, classes.ToDictionary(pair => pair.Key, pair => (long)pair.Value.Count, StringComparer.Ordinal));
    }

    private static async Task<long> TotalAsync(ReadSnapshot snapshot, string name, CancellationToken cancellationToken)
    {
        await using var command = ImageQuery.Filtered(
            snapshot, $"select count(distinct {name}) from image_uses u join clusters c on c.id = u.cluster_id where {ImageQuery.Filter(snapshot.Scope)}", ImageFilter.None);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }
}
