namespace Posture.Dashboard.Identity;

/// <summary>What only the person who starts the process may read (set-up link, demo passwords): standard output, never the log.</summary>
internal sealed class ConsoleNotices(TextWriter output)
{
    public void Write(string text) => output.WriteLine(text);
}
