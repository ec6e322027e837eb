using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Posture.Model.Names;

namespace Posture.Collectors.Hosting;

/// <summary>
/// One line an entry, and nothing in a name of a cluster, an object or a person can begin another or steer a terminal (P-40): what is no visible character is written as
/// its code. Lines of an exception are set in, so that none looks like an entry.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "posture";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture));
        textWriter.Write(Word(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(VisibleText.Of(logEntry.Category));
        textWriter.Write(": ");
        textWriter.WriteLine(VisibleText.Of(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        foreach (var line in logEntry.Exception?.ToString().Split('\n') ?? [])
        {
            textWriter.Write("    ");
            textWriter.WriteLine(VisibleText.Of(line.TrimEnd('\r')));
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
