using Npgsql;
using Posture.Model.Tenancy;

namespace Posture.Store.Reading;

/// <summary>
/// A statement whose rows are limited to a scope, by row-level security and once more by itself: its own conditions let the indexes lead to the visible rows.
/// Positional parameters $1 (whole clusters), $2 and $3 (visible pairs) and $4 (the time, null for now) come first.
/// </summary>
internal static class ScopedCommand
{
    // PostgreSQL wants to know the type of every parameter, used or not.
    private const string Everything = "($1::boolean and cardinality($2::text[]) = cardinality($3::text[]))";

    /// <summary>Names those four, for a statement over rows that row-level security alone limits.</summary>
    public const string Unused = "$1::boolean is not null and cardinality($2::text[]) = cardinality($3::text[]) and $4::timestamptz is null";

    private const int MaxTyped = 200;

    /// <summary>Condition on a row with cluster name <c>c.name</c> and namespace column <paramref name="ns"/>.</summary>
    public static string Sees(ViewScope scope, string ns) => scope.IsWhole
        ? Everything
        : $"(not $1::boolean and exists (select 1 from unnest($2::text[], $3::text[]) as v(cluster, namespace) where v.cluster = c.name and v.namespace = {ns}))";

    /// <summary>Condition on a cluster of which anything may be visible.</summary>
    public const string SeesCluster = "($1::boolean or (c.name = any($2::text[]) and cardinality($3::text[]) >= 0))";

    /// <summary>Condition on a row with valid_from and valid_to: current now, or valid at the time asked for.</summary>
    public static string Valid(string row) =>
        $"case when $4::timestamptz is null then {row}.valid_to is null else {row}.valid_from <= $4 and ({row}.valid_to is null or {row}.valid_to > $4) end";

    /// <summary>A text to search for as far as it counts; null for none.</summary>
    public static string? Typed(string? text) => text is { Length: > 0 } ? text[..Math.Min(text.Length, MaxTyped)] : null;

    public static NpgsqlCommand Scoped(this ReadSnapshot snapshot, string sql, DateTimeOffset? at, params ReadOnlySpan<object?> more)
    {
        var command = new NpgsqlCommand(sql, snapshot.Connection);
        command.Parameters.Add(new() { Value = snapshot.Scope.IsWhole });
        command.Parameters.Add(new() { Value = snapshot.Scope.Namespaces.Select(pair => PgText.Clean(pair.Cluster)).ToArray() });
        command.Parameters.Add(new() { Value = snapshot.Scope.Namespaces.Select(pair => PgText.Clean(pair.Namespace)).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = at?.ToUniversalTime() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        foreach (var value in more)
            command.Parameters.Add(new() { Value = Storable(value) });
        return command;
    }

    /// <summary>Filters come from URLs: what PostgreSQL cannot hold (NUL, half a surrogate pair) is replaced as the writer does, so it matches what is stored.</summary>
    private static object Storable(object? value) => value switch
    {
        null => DBNull.Value,
        string text => PgText.Clean(text),
        string[] texts => Array.ConvertAll(texts, PgText.Clean),
        _ => value,
    };
}
