using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Posture.Dashboard.Reports;

namespace Posture.Dashboard.Tests.Reports;

/// <summary>The browser as a process: it reaches nothing, learns nothing, leaves nothing, and ends.</summary>
public sealed class PdfPrinterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Print_DocumentThatReachesOut_ReachesNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        var html = $"<!DOCTYPE html><title>x</title><link rel=stylesheet href={address}a><p>words<img src={address}b><iframe src={address}c></iframe>";

        var pdf = await new PdfPrinter(new(null), TimeProvider.System, NullLogger<PdfPrinter>.Instance).PrintAsync(Encoding.UTF8.GetBytes(html), Token);

        Assert.Contains("words", await Poppler.TextAsync(pdf), StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Print_BrowserThatHangs_IsKilledWithItsChildren()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "stands in for the browser with a shell script");
        var folder = Directory.CreateTempSubdirectory("posture-test-").FullName;
        try
        {
            var started = Path.Combine(folder, "started");
            var script = Path.Combine(folder, "browser");
            // A named pipe: the stand-in and its child hold it open, so reading it to the end waits until both are gone.
            using (var pipe = Process.Start("mkfifo", started))
                await pipe.WaitForExitAsync(Token);
            await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec 3> '{started}'\necho \"began $POSTURE_TEST_SECRET\" >&3\nsleep 1000 &\nwait\n", Token);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Environment.SetEnvironmentVariable("POSTURE_TEST_SECRET", "canary");
            var time = new FakeTimeProvider();

            var printing = new PdfPrinter(new(script), time, NullLogger<PdfPrinter>.Instance).PrintAsync([1], Token);
            using var reader = new StreamReader(started);
            Assert.Equal("began ", await reader.ReadLineAsync(Token));
            time.Advance(PdfPrinter.Deadline + TimeSpan.FromSeconds(1));

            Assert.Equal(ReportCodes.PrintTimeout, (await Assert.ThrowsAsync<PrintException>(() => printing)).Code);
            Assert.Empty(await reader.ReadToEndAsync(Token));
        }
        finally
        {
            Environment.SetEnvironmentVariable("POSTURE_TEST_SECRET", null);
            Directory.Delete(folder, recursive: true);
        }
    }
}
