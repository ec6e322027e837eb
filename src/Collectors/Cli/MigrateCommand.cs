using System.CommandLine;
using Npgsql;
using Posture.Store;
using Posture.Store.RowSecurity;

namespace Posture.Collectors.Cli;

/// <summary><c>posture migrate</c>: brings the schema of a database up to date, under an advisory lock.</summary>
internal static class MigrateCommand
{
    internal static readonly Option<string?> Connection = new("--connection")
    {
        Description = "Connection string of PostgreSQL; the environment variable ConnectionStrings__Posture when absent.",
    };

    public static Command Create(TextWriter chatter)
    {
        var command = new Command("migrate", "Bring the database schema up to date. Safe to run twice and from several places at once.\n\nExample:\n  ConnectionStrings__Posture='Host=db;Database=posture;Username=owner' posture migrate") { Connection };
        command.SetAction(async (parsed, token) =>
        {
            await using var sources = Open(parsed);
            await Guarded(() => Schema.MigrateAsync(sources, token)).ConfigureAwait(false);
            await chatter.WriteLineAsync("The schema is up to date.").ConfigureAwait(false);
            return ExitCode.Ok;
        });
        return command;
    }

    internal static StoreSources Open(ParseResult parsed)
    {
        var connection = parsed.GetValue(Connection) ?? Environment.GetEnvironmentVariable("ConnectionStrings__Posture")
            ?? throw new CommandException(ExitCode.Usage, "store.no_connection", "no database was named; give --connection or set ConnectionStrings__Posture");
        try
        {
            return StoreSources.Open(connection, role => Environment.GetEnvironmentVariable($"ConnectionStrings__{role.Setting}"));
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException)
        {
            // The text may hold a password: it is not repeated.
            throw new CommandException(ExitCode.Usage, "store.bad_connection", "the connection string cannot be read; write it as 'Host=…;Database=…;Username=…;Password=…'");
        }
    }

    internal static async Task Guarded(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (StoreException failed)
        {
            throw new CommandException(ExitCode.NotAssessed, failed.Code, failed.Message);
        }
        catch (NpgsqlException unreachable)
        {
            throw new CommandException(ExitCode.NotAssessed, "store.unreachable", $"PostgreSQL did not answer ({unreachable.SqlState ?? "no connection"}); check address, name and password");
        }
    }
}
