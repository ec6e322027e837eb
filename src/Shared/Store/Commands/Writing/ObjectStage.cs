using Npgsql;
using NpgsqlTypes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Store.Commands.Writing;

/// <summary>The objects of a commit. One document is in memory at a time.</summary>
internal sealed class ObjectStage(CommitFrame frame)
{
    private const string Copy =
        "copy objects (cluster_id, key, valid_from, hash, api_version, kind, namespace, name, uid, doc) from stdin (format binary)";

    private readonly List<Guid> _close = [];

    public int Opened { get; private set; }

    public int Closed => _close.Count;

    public int Rows => Opened + Closed;

    /// <summary>Copies new and changed objects, and remembers which rows they replace.</summary>
    public async Task StageAsync(
        IReadOnlyCollection<KubeObject> put, IReadOnlyCollection<ObjectRef> removed, IReadOnlyCollection<ObjectRef> kept, CancellationToken cancellationToken)
    {
        if (!frame.Full && put.Count + removed.Count == 0)
            return;
        var current = await CurrentAsync(put, removed, cancellationToken);
        await CopyAsync(put, current, cancellationToken);
        foreach (var item in kept)
            current.Remove(Key(item));
        // What was put has left the map; of the rest, all go in a full commit, and what was named in another.
        if (frame.Full)
            foreach (var (key, hash) in current)
                Close(key, hash);
        else
            foreach (var item in removed)
                if (Key(item) is var key && current.Remove(key, out var hash))
                    Close(key, hash);
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (_close.Count > 0)
            await frame.Connection.RunAsync(
                """
                update objects o set valid_to = $2 from unnest($3::uuid[]) gone(key)
                where o.cluster_id = $1 and o.key = gone.key and o.valid_to is null and o.valid_from < $2
                """,
                [frame.ClusterId, frame.At, _close.ToArray()], cancellationToken);
    }

    /// <summary>Identity of an object in its cluster. The API version is not part of it.</summary>
    internal static Guid Key(ObjectRef item) => Guid.ParseExact(Fingerprint.Of("", "", item), "N");

    private void Close(Guid key, Guid hash)
    {
        _close.Add(key);
        frame.Mix(hash);
    }

    private async Task CopyAsync(IReadOnlyCollection<KubeObject> put, Dictionary<Guid, Guid> current, CancellationToken cancellationToken)
    {
        using var json = new SlimJson();
        var seen = new HashSet<Guid>(put.Count);
        NpgsqlBinaryImporter? rows = null;
        try
        {
            foreach (var item in put)
            {
                var key = Key(item.Ref);
                if (!seen.Add(key))
                    continue;
                var doc = json.Document(item);
                var hash = SlimJson.Hash(doc.Span);
                if (current.Remove(key, out var former))
                {
                    if (former == hash)
                        continue;
                    Close(key, former);
                }
                rows ??= await frame.Connection.BeginBinaryImportAsync(Copy, cancellationToken);
                await WriteAsync(rows, key, hash, item, doc, cancellationToken);
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

    private async Task WriteAsync(NpgsqlBinaryImporter rows, Guid key, Guid hash, KubeObject item, ReadOnlyMemory<byte> doc, CancellationToken cancellationToken)
    {
        Opened++;
        frame.Mix(hash);
        await rows.StartRowAsync(cancellationToken);
        await rows.WriteAsync(frame.ClusterId, NpgsqlDbType.Uuid, cancellationToken);
        await rows.WriteAsync(key, NpgsqlDbType.Uuid, cancellationToken);
        await rows.WriteAsync(frame.At, NpgsqlDbType.TimestampTz, cancellationToken);
        await rows.WriteAsync(hash, NpgsqlDbType.Uuid, cancellationToken);
        await rows.WriteAsync(PgText.Name(item.ApiVersion), NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(PgText.Name(item.Kind), NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(PgText.Name(item is Namespace ? item.Name : item.Namespace), NpgsqlDbType.Text, cancellationToken);
        await rows.WriteAsync(PgText.Name(item.Name), NpgsqlDbType.Text, cancellationToken);
        if (item.Metadata.Uid is { } uid)
            await rows.WriteAsync(PgText.Name(uid), NpgsqlDbType.Text, cancellationToken);
        else
            await rows.WriteNullAsync(cancellationToken);
        await rows.WriteAsync(doc, NpgsqlDbType.Jsonb, cancellationToken);
    }

    private async Task<Dictionary<Guid, Guid>> CurrentAsync(
        IReadOnlyCollection<KubeObject> put, IReadOnlyCollection<ObjectRef> removed, CancellationToken cancellationToken)
    {
        await using var command = frame.Full
            ? frame.Connection.Statement("select key, hash from objects where cluster_id = $1 and valid_to is null", frame.ClusterId)
            : frame.Connection.Statement(
                "select key, hash from objects where cluster_id = $1 and valid_to is null and key = any($2)",
                frame.ClusterId, put.Select(item => Key(item.Ref)).Concat(removed.Select(Key)).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var current = new Dictionary<Guid, Guid>();
        while (await reader.ReadAsync(cancellationToken))
            current[reader.GetGuid(0)] = reader.GetGuid(1);
        return current;
    }
}
