using System.Diagnostics;

namespace Posture.Dashboard.Tests.Reports;

/// <summary>What others read in a PDF (poppler's tools).</summary>
internal static class Poppler
{
    public static Task<string> InfoAsync(byte[] pdf) => RunAsync("pdfinfo", pdf, file => [file]);

    public static Task<string> TextAsync(byte[] pdf) => RunAsync("pdftotext", pdf, file => ["-layout", "-enc", "UTF-8", file, "-"]);

    /// <summary>The tags: one line an element.</summary>
    public static Task<string> StructureAsync(byte[] pdf) => RunAsync("pdfinfo", pdf, file => ["-struct", file]);

    private static async Task<string> RunAsync(string tool, byte[] pdf, Func<string, string[]> arguments)
    {
        var token = TestContext.Current.CancellationToken;
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf, token);
            using var process = Process.Start(new ProcessStartInfo(tool, arguments(file)) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var text = await process.StandardOutput.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            Assert.Equal(0, process.ExitCode);
            return text;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
