using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Collectors.Cli;

/// <summary><c>posture admin</c>: what is done on the machine, with the owner's connection string.</summary>
internal static class AdminCommand
{
    private static readonly Option<FileInfo?> Checkpoints = new("--checkpoints")
    {
        Description = "Checkpoints that were kept outside of the database: lines of JSON with seq, at and hash, as the dashboard logs them. Other text in a line is passed over.",
    };

    private static readonly Option<FileInfo?> Key = new("--key")
    {
        Description = "Public key of the dashboard, a PEM file, as /activity shows it. Every checkpoint has to be signed by it then: who can write where they are kept can forge none.",
    };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        var verify = new Command("verify-audit", "Verify the audit log's chain of hashes.\n\nExample:\n  ConnectionStrings__Posture='Host=db;Database=posture;Username=owner' posture admin verify-audit --checkpoints audit.log --key audit.pem")
        {
            MigrateCommand.Connection, Checkpoints, Key,
        };
        verify.SetAction((parsed, token) => VerifyAsync(parsed, output, chatter, token));
        var rotate = new Command("rotate-keys", "End every session, API token and access token, and revoke the keys they were made with. People sign in again; applications keep their own secrets and keys.\n\nExample:\n  ConnectionStrings__Posture='Host=db;Database=posture;Username=owner' posture admin rotate-keys")
        {
            MigrateCommand.Connection,
        };
        rotate.SetAction((parsed, token) => RotateAsync(parsed, output, token));
        var glass = new Command("break-glass", "Print a link, once, by which the dashboard is entered when nobody else can: administrator and lead for an hour, in the audit log.\n\nExample:\n  ConnectionStrings__Posture='Host=db;Database=posture;Username=owner' posture admin break-glass")
        {
            MigrateCommand.Connection,
        };
        glass.SetAction((parsed, token) => BreakGlassAsync(parsed, output, chatter, token));
        return new("admin", "Administration on the machine.") { verify, rotate, glass };
    }

    private static async Task<int> RotateAsync(ParseResult parsed, TextWriter output, CancellationToken cancellationToken)
    {
        await using var sources = MigrateCommand.Open(parsed);
        KeyRotation ended = new(0, 0, 0);
        await MigrateCommand.Guarded(async () => ended = await KeyRotation.RunAsync(sources, cancellationToken)).ConfigureAwait(false);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{ended.Sessions} sessions, {ended.ApiTokens} API tokens and {ended.AccessTokens} codes and access tokens ended; keys rotated")).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static async Task<int> BreakGlassAsync(ParseResult parsed, TextWriter output, TextWriter chatter, CancellationToken cancellationToken)
    {
        await using var sources = MigrateCommand.Open(parsed);
        var path = "";
        await MigrateCommand.Guarded(async () => path = await BreakGlassLink.IssueAsync(sources, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        await chatter.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Open this path at the dashboard's address within {BreakGlassLink.Lifetime.TotalMinutes:0} minutes; it works once, and a new one replaces it.")).ConfigureAwait(false);
        await output.WriteLineAsync(path).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, TextWriter output, TextWriter chatter, CancellationToken cancellationToken)
    {
        var kept = parsed.GetValue(Checkpoints) is { } file ? await ReadAsync(file, cancellationToken).ConfigureAwait(false) : [];
        if (parsed.GetValue(Key) is { } pem)
        {
            using var key = await KeyAsync(pem, cancellationToken).ConfigureAwait(false);
            if (kept.FirstOrDefault(checkpoint => !checkpoint.IsSignedBy(key)) is { } forged)
            {
                await chatter.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"audit.checkpoint_forged: the checkpoint of entry {forged.Seq} is not signed by this key")).ConfigureAwait(false);
                return ExitCode.Findings;
            }
        }
        await using var sources = MigrateCommand.Open(parsed);
        AuditVerdict verdict = new(0, null, null);
        await MigrateCommand.Guarded(async () => verdict = await AuditVerifier.VerifyAsync(sources.Owner, kept, cancellationToken)).ConfigureAwait(false);
        if (verdict.Code is { } code)
        {
            await chatter.WriteLineAsync($"{code}: entry {verdict.BrokenAt} is not as it was written; the {verdict.Sound} before it are").ConfigureAwait(false);
            return ExitCode.Findings;
        }
        if (kept.Count == 0)
            await chatter.WriteLineAsync("audit.no_checkpoints: without checkpoints from outside, entries cut from the end and a chain made anew are not noticed").ConfigureAwait(false);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{verdict.Sound} entries, each as it was written; {kept.Count} checkpoints fit")).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    /// <summary>Reads the JSON at the end of each line that has one.</summary>
    private static async Task<List<AuditCheckpoint>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            var kept = new List<AuditCheckpoint>();
            await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken).ConfigureAwait(false))
                if (line.IndexOf("{\"seq\":", StringComparison.Ordinal) is >= 0 and var at && Parse(line[at..]) is { } checkpoint)
                    kept.Add(checkpoint);
            if (kept.Count == 0)
                throw new CommandException(ExitCode.Usage, "audit.no_checkpoints", $"no line of {file.FullName} holds a checkpoint");
            return kept;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.NotFound, "file.unreadable", unreadable.Message);
        }
    }

    private static async Task<ECDsa> KeyAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false));
            return key;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw unreadable is IOException or UnauthorizedAccessException
                ? new CommandException(ExitCode.NotFound, "file.unreadable", unreadable.Message)
                : new CommandException(ExitCode.Usage, "audit.bad_key", $"{file.FullName} holds no public key of an elliptic curve in PEM");
        }
    }

    private static AuditCheckpoint? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new(
                document.RootElement.GetProperty("seq").GetInt64(), document.RootElement.GetProperty("at").GetDateTimeOffset(),
                document.RootElement.GetProperty("hash").GetString() ?? "")
            {
                Signature = document.RootElement.TryGetProperty("sig", out var signature) ? signature.GetString() : null,
            };
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
