using Posture.Model.Coverage;
using Posture.Store.Reading;

namespace Posture.Store.Commands.Writing;

/// <summary>
/// The coverage of a commit. State or reason changing opens a row; count and confirmation are moved inside the row, the confirmation at most once a minute
/// so that a quiet cluster costs nearly nothing.
/// </summary>
internal sealed class CoverageStage(CommitFrame frame)
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <summary>Rows opened and closed.</summary>
    public int Rows { get; private set; }

    public async Task WriteAsync(IReadOnlyCollection<KindCoverage> coverage, CancellationToken cancellationToken)
    {
        if (!frame.Full && coverage.Count == 0)
            return;
        var current = await CurrentAsync(cancellationToken);
        List<KindCoverage> open = [], move = [];
        List<(string Group, string Kind)> close = [];
        foreach (var given in coverage)
        {
            var kind = Clean(given);
            if (!current.Remove((kind.Group, kind.Kind), out var former))
                open.Add(kind);
            else if (former.State != kind.State || former.Reason != kind.Reason)
            {
                close.Add((kind.Group, kind.Kind));
                open.Add(kind);
            }
            else if (former.Count != kind.Count || kind.At - former.At >= Precision || former.At is null != kind.At is null)
                move.Add(kind);
        }
        if (frame.Full)
            close.AddRange(current.Keys);
        Rows = open.Count + close.Count;
        await CloseAsync(close, cancellationToken);
        await OpenAsync(open, cancellationToken);
        await MoveAsync(move, cancellationToken);
    }

    private static KindCoverage Clean(KindCoverage kind) => kind with
    {
        Group = PgText.Name(kind.Group),
        Kind = PgText.Name(kind.Kind),
        Reason = kind.Reason is { } reason ? PgText.Message(reason) : null,
        At = kind.At?.ToUniversalTime(),
    };

    private Task CloseAsync(List<(string Group, string Kind)> kinds, CancellationToken cancellationToken) => kinds.Count == 0
        ? Task.CompletedTask
        : frame.Connection.RunAsync(
            """
            update coverage c set valid_to = $2 from unnest($3::text[], $4::text[]) gone(api_group, kind)
            where c.cluster_id = $1 and c.api_group = gone.api_group and c.kind = gone.kind and c.valid_to is null
            """,
            [frame.ClusterId, frame.At, kinds.Select(kind => kind.Group).ToArray(), kinds.Select(kind => kind.Kind).ToArray()], cancellationToken);

    private Task OpenAsync(List<KindCoverage> kinds, CancellationToken cancellationToken) => kinds.Count == 0
        ? Task.CompletedTask
        : frame.Connection.RunAsync(
            """
            insert into coverage (cluster_id, valid_from, api_group, kind, state, reason, confirmed_at, count)
            select $1, $2, item.* from unnest($3::text[], $4::text[], $5::smallint[], $6::text[], $7::timestamptz[], $8::int[]) item
            """,
            [
                frame.ClusterId, frame.At, kinds.Select(kind => kind.Group).ToArray(), kinds.Select(kind => kind.Kind).ToArray(),
                kinds.Select(kind => (short)kind.State).ToArray(), kinds.Select(kind => kind.Reason).ToArray(), kinds.Select(kind => kind.At).ToArray(),
                kinds.Select(kind => kind.Count).ToArray(),
            ],
            cancellationToken);

    private Task MoveAsync(List<KindCoverage> kinds, CancellationToken cancellationToken) => kinds.Count == 0
        ? Task.CompletedTask
        : frame.Connection.RunAsync(
            """
            update coverage c set confirmed_at = item.at, count = item.count
            from unnest($2::text[], $3::text[], $4::timestamptz[], $5::int[]) item(api_group, kind, at, count)
            where c.cluster_id = $1 and c.api_group = item.api_group and c.kind = item.kind and c.valid_to is null
            """,
            [
                frame.ClusterId, kinds.Select(kind => kind.Group).ToArray(), kinds.Select(kind => kind.Kind).ToArray(),
                kinds.Select(kind => kind.At).ToArray(), kinds.Select(kind => kind.Count).ToArray(),
            ],
            cancellationToken);

    private async Task<Dictionary<(string Group, string Kind), KindCoverage>> CurrentAsync(CancellationToken cancellationToken)
    {
        await using var command = frame.Connection.Statement(
            "select api_group, kind, state, reason, confirmed_at, count from coverage where cluster_id = $1 and valid_to is null", frame.ClusterId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var current = new Dictionary<(string, string), KindCoverage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var kind = CoverageFields.Read(reader, 0);
            current[(kind.Group, kind.Kind)] = kind;
        }
        return current;
    }
}
