using Npgsql;

namespace Posture.Store.Commands.Writing;

/// <summary>Statements of a writer with positional parameters. Closing a large cluster's rows takes longer than a page may, hence the own time limit.</summary>
internal static class Statements
{
    private const int TimeoutSeconds = 300;

    public static NpgsqlCommand Statement(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }

    public static async Task<int> RunAsync(this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
