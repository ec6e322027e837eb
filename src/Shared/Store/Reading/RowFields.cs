using Npgsql;

namespace Posture.Store.Reading;

/// <summary>Nullable fields of a row.</summary>
internal static class RowFields
{
    public static string? TextOrNull(this NpgsqlDataReader row, int field) => row.IsDBNull(field) ? null : row.GetString(field);

    public static DateTimeOffset Time(this NpgsqlDataReader row, int field) => row.GetFieldValue<DateTimeOffset>(field);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int field) => row.IsDBNull(field) ? null : row.GetFieldValue<DateTimeOffset>(field);

    public static double? NumberOrNull(this NpgsqlDataReader row, int field) => row.IsDBNull(field) ? null : row.GetDouble(field);

    public static Guid? IdOrNull(this NpgsqlDataReader row, int field) => row.IsDBNull(field) ? null : row.GetGuid(field);
}
