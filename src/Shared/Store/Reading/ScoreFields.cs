using Npgsql;
using Posture.Model.Scoring;

namespace Posture.Store.Reading;

/// <summary>A score's columns.</summary>
internal static class ScoreFields
{
    public const string Columns =
        "s.value, s.without_exceptions, s.coverage, s.low, s.high, s.passed, s.failed, s.excepted, s.unassessed";

    public static Score Read(NpgsqlDataReader row, int from) => new(
        row.NumberOrNull(from), row.NumberOrNull(from + 1), row.NumberOrNull(from + 2), row.NumberOrNull(from + 3), row.NumberOrNull(from + 4),
        row.GetInt32(from + 5), row.GetInt32(from + 6), row.GetInt32(from + 7), row.GetInt32(from + 8));
}
