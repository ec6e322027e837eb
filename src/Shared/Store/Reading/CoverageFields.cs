using Npgsql;
using Posture.Model.Coverage;

namespace Posture.Store.Reading;

/// <summary>Columns api_group, kind, state, reason, confirmed_at, count.</summary>
internal static class CoverageFields
{
    public static KindCoverage Read(NpgsqlDataReader row, int from) => new(
        row.GetString(from), row.GetString(from + 1), (CoverageState)row.GetInt16(from + 2), row.TextOrNull(from + 3), row.TimeOrNull(from + 4),
        row.GetInt32(from + 5));
}
