namespace Posture.Store.Commands.Writing;

/// <summary>Changes of <c>finding_counts</c>, gathered over a commit. Bounded by namespaces × controls of the cluster.</summary>
internal sealed class FindingCounts
{
    private readonly Dictionary<Key, int> _changes = [];

    public void Add(Key key, int step) => _changes[key] = _changes.GetValueOrDefault(key) + step;

    public async Task ApplyAsync(CommitFrame frame, CancellationToken cancellationToken)
    {
        var changes = _changes.Where(pair => pair.Value != 0).ToArray();
        if (changes.Length == 0)
            return;
        await frame.Connection.RunAsync(
            """
            insert into finding_counts as held (cluster_id, namespace, control, kind, layer, severity, verdict, system, count)
            select $1, step.* from unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::smallint[], $7::smallint[], $8::boolean[], $9::int[]) step
            on conflict (cluster_id, namespace, control, kind, layer, severity, verdict, system) do update set count = held.count + excluded.count
            """,
            [
                frame.ClusterId,
                Array.ConvertAll(changes, pair => pair.Key.Namespace),
                Array.ConvertAll(changes, pair => pair.Key.Control),
                Array.ConvertAll(changes, pair => pair.Key.Kind),
                Array.ConvertAll(changes, pair => pair.Key.Layer),
                Array.ConvertAll(changes, pair => pair.Key.Severity),
                Array.ConvertAll(changes, pair => pair.Key.Verdict),
                Array.ConvertAll(changes, pair => pair.Key.System),
                Array.ConvertAll(changes, pair => pair.Value),
            ],
            cancellationToken);
        await frame.Connection.RunAsync("delete from finding_counts where cluster_id = $1 and count = 0", [frame.ClusterId], cancellationToken);
    }

    internal readonly record struct Key(string Namespace, string Control, string Kind, short Layer, short Severity, short Verdict, bool System);
}
