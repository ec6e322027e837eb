using System.Diagnostics;
using System.Text;

namespace Posture.Dashboard.Reports;

/// <summary>
/// Prints a self-contained document with Chromium's command line: tagged, with an outline. The browser gets a profile and a folder of its own, none of this
/// process's environment (it may hold credentials), no network, and a deadline after which it is killed with all its children.
/// </summary>
internal sealed partial class PdfPrinter(ReportSettings settings, TimeProvider time, ILogger<PdfPrinter> logger)
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private const int MaxOutput = 4000;

    private static readonly string[] PassedOn = ["PATH", "LANG", "LC_ALL", "TZ", "SystemRoot", "FONTCONFIG_FILE", "FONTCONFIG_PATH"];

    /// <summary>Prints.</summary>
    /// <exception cref="PrintException">There is no browser, or it failed.</exception>
    public async Task<byte[]> PrintAsync(byte[] html, CancellationToken cancellationToken)
    {
        var browser = ChromiumBinary.Find(settings.Chromium, Environment.GetEnvironmentVariable("PATH"))
            ?? throw new PrintException(ReportCodes.ChromiumMissing, settings.Chromium is { } named ? $"no browser at {named}" : "no Chromium, Chrome or Edge found");
        var folder = Directory.CreateTempSubdirectory("posture-report-").FullName;
        try
        {
            var page = Path.Combine(folder, "report.html");
            await File.WriteAllBytesAsync(page, html, cancellationToken);
            await RunAsync(Start(browser, folder, page), cancellationToken);
            var pdf = Path.Combine(folder, "report.pdf");
            return File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, cancellationToken) : throw new PrintException(ReportCodes.PrintFailed, "the browser wrote no file");
        }
        finally
        {
            Delete(folder);
        }
    }

    private static ProcessStartInfo Start(string browser, string folder, string page)
    {
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var argument in new[]
        {
            "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-breakpad", "--disable-dev-shm-usage", "--no-pings",
            // Whatever it tried to reach: no name resolves, and the proxy is a port where nobody listens.
            "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
            "--user-agent=Posture", "--no-pdf-header-footer", "--generate-pdf-document-outline",
            "--user-data-dir=" + Path.Combine(folder, "profile"), "--print-to-pdf=" + Path.Combine(folder, "report.pdf"),
        })
            start.ArgumentList.Add(argument);
        // Chromium refuses to start as root with its sandbox; what it opens is our own document, whose policy allows no script.
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            start.ArgumentList.Add("--no-sandbox");
        start.ArgumentList.Add(new Uri(page).AbsoluteUri);
        var passed = PassedOn.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(pair => pair.Value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in passed)
            start.Environment[name] = value;
        start.Environment["HOME"] = start.Environment["TMPDIR"] = start.Environment["XDG_CONFIG_HOME"] = start.Environment["XDG_CACHE_HOME"] = folder;
        return start;
    }

    private async Task RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var said = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(said, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new PrintException(ReportCodes.PrintFailed, "the browser did not start: " + exception.Message);
        }
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PrintException(ReportCodes.PrintTimeout, $"the browser took longer than {Deadline.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        if (process.ExitCode != 0)
            throw new PrintException(ReportCodes.PrintFailed, $"the browser ended with {process.ExitCode}: {Text(said)}");
    }

    private static void Keep(StringBuilder said, string? line)
    {
        lock (said)
            if (line is not null && said.Length + line.Length < MaxOutput)
                said.AppendLine(line);
    }

    private static string Text(StringBuilder said)
    {
        lock (said)
            return said.ToString();
    }

    private void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogLeftBehind(folder, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder} could not be deleted")]
    private partial void LogLeftBehind(string folder, Exception exception);
}
