using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Posture.Collectors.Sources;

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
        textWriter.Write(Visible(logEntry.Category));
        textWriter.Write(": ");
        textWriter.WriteLine(Visible(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        foreach (var line in logEntry.Exception?.ToString().Split('\n') ?? [])
        {
            textWriter.Write("    ");
            textWriter.WriteLine(Visible(line.TrimEnd('\r')));
        }
    }

    /// <summary>A text without controls, line breaks of any script, marks that change the direction of writing, and halves of characters.</summary>
    internal static string Visible(string text)
    {
        var written = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
                written.Append("\\n");
            else if (rune.Value == '\r')
                written.Append("\\r");
            else if (PlainText.Steers(rune))
                written.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            else
                written.Append(rune);
        }
        return written.ToString();
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
