using System.Buffers;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Posture.Model.Verdicts;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>The findings of a commit, and the counts that follow from them.</summary>
internal sealed class FindingStage(CommitFrame frame)
{
    private const string Copy =
        """
        copy findings (cluster_id, fingerprint, valid_from, since, hash, layer, severity, verdict, system, control, api_version, kind, namespace, name,
            message, evidence) from stdin (format binary)
        """;

    private readonly List<Guid> _close = [];
    private readonly FindingCounts _counts = new();
    private readonly ArrayBufferWriter<byte> _hashed = new(1024);

    public int Opened { get; private set; }

    public int Closed => _close.Count;

    public int Rows => Opened + Closed;

    /// <summary>Copies new and changed findings, and remembers which rows they replace.</summary>
    public async Task StageAsync(IReadOnlyCollection<Finding> changed, IReadOnlyCollection<Finding> removed, CancellationToken cancellationToken)
    {
        if (!frame.Full && changed.Count + removed.Count == 0)
            return;
        var current = await CurrentAsync(changed, removed, cancellationToken);
        await CopyAsync(changed, current, cancellationToken);
        if (frame.Full)
            foreach (var (id, row) in current)
                Close(id, row.Hash);
        else
            foreach (var finding in removed)
                if (Id(finding) is var id && current.Remove(id, out var row))
                    Close(id, row.Hash);
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (_close.Count > 0)
            await CloseRowsAsync(cancellationToken);
        await _counts.ApplyAsync(frame, cancellationToken);
    }

    private async Task CloseRowsAsync(CancellationToken cancellationToken)
    {
        await using var command = frame.Connection.Statement(
            """
            with closed as (
                update findings f set valid_to = $2 from unnest($3::uuid[]) gone(id)
                where f.fingerprint = gone.id and f.cluster_id = $1 and f.valid_to is null and f.valid_from < $2
                returning f.namespace, f.control, f.kind, f.layer, f.severity, f.verdict, f.system)
            select namespace, control, kind, layer, severity, verdict, system, count(*)::int from closed group by 1, 2, 3, 4, 5, 6, 7
            """,
            frame.ClusterId, frame.At, _close.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _counts.Add(
                new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt16(3), reader.GetInt16(4), reader.GetInt16(5), reader.GetBoolean(6)),
                -reader.GetInt32(7));
    }

    private static Guid Id(Finding finding) => Guid.ParseExact(finding.Fingerprint, "N");

    private void Close(Guid id, Guid hash)
    {
        _close.Add(id);
        frame.Mix(hash);
    }

    private async Task CopyAsync(IReadOnlyCollection<Finding> changed, Dictionary<Guid, Former> current, CancellationToken cancellationToken)
    {
        using var json = new SlimJson();
        var seen = new HashSet<Guid>(changed.Count);
        NpgsqlBinaryImporter? rows = null;
        try
        {
            foreach (var finding in changed)
            {
                var id = Id(finding);
                if (!seen.Add(id))
                    continue;
                var evidence = json.Evidence(finding.Evidence);
                var hash = Hash(id, finding, evidence.Span);
                var since = frame.At;
                if (current.Remove(id, out var former))
                {
                    if (former.Hash == hash)
                        continue;
                    if (former.Verdict == (short)finding.Verdict)
                        since = former.Since;
                    Close(id, former.Hash);
                }
                rows ??= await frame.Connection.BeginBinaryImportAsync(Copy, cancellationToken);
                await WriteAsync(rows, new(id, hash, since, finding, evidence), cancellationToken);
            }
            if (rows is not null)
                await rows.CompleteAsync(cancellationToken);
        }
        finally
        {
            if (rows is not null)
                await rows.DisposeAsync();
        }
    }

    private async Task WriteAsync(NpgsqlBinaryImporter rows, Opening row, CancellationToken cancellationToken)
    {
        var finding = row.Finding;
        var (control, kind, ns) = (PgText.Name(finding.Control), PgText.Name(finding.Object.Kind), PgText.Name(finding.ScopeNamespace));
        Opened++;
        frame.Mix(row.Hash);
        _counts.Add(new(ns, control, kind, (short)finding.Layer, (short)finding.Severity, (short)finding.Verdict, finding.System), 1);
        await rows.StartRowAsync(cancellationToken);
        await rows.WriteAsync(frame.ClusterId, NpgsqlDbType.Uuid, cancellationToken);
        await rows.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellationToken);
        await rows.WriteAsync(frame.At, NpgsqlDbType.TimestampTz, cancellationToken);
        await rows.WriteAsync(row.Since, NpgsqlDbType.TimestampTz, cancellationToken);
        await rows.WriteAsync(row.Hash, NpgsqlDbType.Uuid, cancellationToken);
        await rows.WriteAsync((short)finding.Layer, NpgsqlDbType.Smallint, cancellationToken);
        await rows.WriteAsync((short)finding.Severity, NpgsqlDbType.Smallint, cancellationToken);
        await rows.WriteAsync((short)finding.Verdict, NpgsqlDbType.Smallint, cancellationToken);
        await rows.WriteAsync(finding.System, NpgsqlDbType.Boolean, cancellationToken);
        await rows.WriteAsync(control, NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(PgText.Name(finding.Object.ApiVersion), NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(kind, NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(ns, NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(PgText.Name(finding.Object.Name), NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(PgText.Message(finding.Message), NpgsqlDbType.Text, cancellationToken);
        if (finding.Evidence.Count > 0)
            await rows.WriteAsync(row.Evidence, NpgsqlDbType.Jsonb, cancellationToken);
        else
            await rows.WriteNullAsync(cancellationToken);
    }

    private Guid Hash(Guid id, Finding finding, ReadOnlySpan<byte> evidence)
    {
        _hashed.ResetWrittenCount();
        id.TryWriteBytes(_hashed.GetSpan(16), bigEndian: true, out _);
        _hashed.Advance(16);
        _hashed.Write([(byte)finding.Layer, (byte)finding.Severity, (byte)finding.Verdict, finding.System ? (byte)1 : (byte)0]);
        Encoding.UTF8.GetBytes(finding.Object.ApiVersion, _hashed);
        _hashed.Write("\0"u8);
        Encoding.UTF8.GetBytes(finding.Message, _hashed);
        _hashed.Write("\0"u8);
        _hashed.Write(evidence);
        return SlimJson.Hash(_hashed.WrittenSpan);
    }

    private async Task<Dictionary<Guid, Former>> CurrentAsync(
        IReadOnlyCollection<Finding> changed, IReadOnlyCollection<Finding> removed, CancellationToken cancellationToken)
    {
        const string Select = "select fingerprint, hash, verdict, since from findings where cluster_id = $1 and valid_to is null";
        await using var command = frame.Full
            ? frame.Connection.Statement(Select, frame.ClusterId)
            : frame.Connection.Statement(Select + " and fingerprint = any($2)", frame.ClusterId, changed.Concat(removed).Select(Id).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var current = new Dictionary<Guid, Former>();
        while (await reader.ReadAsync(cancellationToken))
            current[reader.GetGuid(0)] = new(reader.GetGuid(1), reader.GetInt16(2), reader.Time(3));
        return current;
    }

    private readonly record struct Former(Guid Hash, short Verdict, DateTimeOffset Since);

    private readonly record struct Opening(Guid Id, Guid Hash, DateTimeOffset Since, Finding Finding, ReadOnlyMemory<byte> Evidence);
}
