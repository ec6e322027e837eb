using NpgsqlTypes;
using Posture.Model.Scoring;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>The scores of a commit.</summary>
internal sealed class ScoreStage(CommitFrame frame)
{
    private const string Copy =
        """
        copy scores (cluster_id, whole, namespace, layer, valid_from, value, without_exceptions, coverage, low, high, passed, failed, excepted, unassessed)
        from stdin (format binary)
        """;

    private readonly List<Key> _close = [];
    private readonly List<(Key Key, Score Score)> _open = [];

    public int Rows => _open.Count + _close.Count;

    /// <summary>Copies new and changed scores, and remembers which rows they replace.</summary>
    public async Task StageAsync(IReadOnlyCollection<ScoreRow> scores, CancellationToken cancellationToken)
    {
        if (!frame.Full && scores.Count == 0)
            return;
        var current = await CurrentAsync(scores, cancellationToken);
        foreach (var row in scores)
        {
            var key = new Key(row.Namespace is null, PgText.Name(row.Namespace ?? ""), (short)row.Layer);
            if (current.Remove(key, out var former))
            {
                if (former == row.Score)
                    continue;
                _close.Add(key);
            }
            if (row.Score != Score.None)
                _open.Add((key, row.Score));
        }
        if (frame.Full)
            _close.AddRange(current.Keys);
        if (_open.Count > 0)
            await CopyAsync(cancellationToken);
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (_close.Count > 0)
            await frame.Connection.RunAsync(
                """
                update scores s set valid_to = $2 from unnest($3::boolean[], $4::text[], $5::smallint[]) gone(whole, namespace, layer)
                where s.cluster_id = $1 and s.whole = gone.whole and s.namespace = gone.namespace and s.layer = gone.layer
                    and s.valid_to is null and s.valid_from < $2
                """,
                [
                    frame.ClusterId, frame.At, _close.Select(key => key.Whole).ToArray(), _close.Select(key => key.Namespace).ToArray(),
                    _close.Select(key => key.Layer).ToArray(),
                ],
                cancellationToken);
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        await using var rows = await frame.Connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var (key, score) in _open)
        {
            await rows.StartRowAsync(cancellationToken);
            await rows.WriteAsync(frame.ClusterId, NpgsqlDbType.Uuid, cancellationToken);
            await rows.WriteAsync(key.Whole, NpgsqlDbType.Boolean, cancellationToken);
            await rows.WriteAsync(key.Namespace, NpgsqlDbType.Text, cancellationToken);
            await rows.WriteAsync(key.Layer, NpgsqlDbType.Smallint, cancellationToken);
            await rows.WriteAsync(frame.At, NpgsqlDbType.TimestampTz, cancellationToken);
            foreach (var number in new[] { score.Value, score.WithoutExceptions, score.Coverage, score.Low, score.High })
                if (number is { } value)
                    await rows.WriteAsync(value, NpgsqlDbType.Double, cancellationToken);
                else
                    await rows.WriteNullAsync(cancellationToken);
            foreach (var count in new[] { score.Passed, score.Failed, score.Excepted, score.Unassessed })
                await rows.WriteAsync(count, NpgsqlDbType.Integer, cancellationToken);
        }
        await rows.CompleteAsync(cancellationToken);
    }

    private async Task<Dictionary<Key, Score>> CurrentAsync(IReadOnlyCollection<ScoreRow> scores, CancellationToken cancellationToken)
    {
        const string Select = $"select s.whole, s.namespace, s.layer, {ScoreFields.Columns} from scores s where s.cluster_id = $1 and s.valid_to is null";
        await using var command = frame.Full
            ? frame.Connection.Statement(Select, frame.ClusterId)
            : frame.Connection.Statement(
                Select + " and s.namespace = any($2)", frame.ClusterId, scores.Select(row => PgText.Name(row.Namespace ?? "")).Distinct().ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var current = new Dictionary<Key, Score>();
        while (await reader.ReadAsync(cancellationToken))
            current[new(reader.GetBoolean(0), reader.GetString(1), reader.GetInt16(2))] = ScoreFields.Read(reader, 3);
        return current;
    }

    private readonly record struct Key(bool Whole, string Namespace, short Layer);
}
