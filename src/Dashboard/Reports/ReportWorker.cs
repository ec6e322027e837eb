namespace Posture.Dashboard.Reports;

/// <summary>Makes one report after the other, so that there is never more than one browser. Each has a deadline and can be cancelled.</summary>
internal sealed partial class ReportWorker(
    ReportDesk desk, ReportReader reader, ReportWriter writer, PdfPrinter printer, TimeProvider time, ILogger<ReportWorker> logger) : BackgroundService
{
    /// <summary>Longest work on one report, printing included.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in desk.OrdersAsync(stoppingToken))
            await RunAsync(job, stoppingToken);
    }

    /// <summary>Makes a report and says how it ended.</summary>
    internal async Task RunAsync(ReportJob job, CancellationToken stopping)
    {
        if (!job.Open)
            return;
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, job.Cancelled, deadline.Token);
        try
        {
            await MakeAsync(job, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            Move(job, job.Cancelled.IsCancellationRequested ? ReportState.Cancelled : ReportState.Failed, job.Cancelled.IsCancellationRequested ? null
                : stopping.IsCancellationRequested ? ReportCodes.Stopped : ReportCodes.Timeout);
        }
        catch (PrintException exception)
        {
            // Without a browser the report is complete in its other forms; a browser that fails is a failure.
            LogNotPrinted(job.Id, exception.Code, exception);
            Move(job, exception.Code == ReportCodes.ChromiumMissing ? ReportState.Ready : ReportState.Failed, exception.Code);
        }
#pragma warning disable CA1031 // one report that breaks must not end the worker; what broke is in the log
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(job.Id, exception);
            Move(job, ReportState.Failed, ReportCodes.Failed);
        }
    }

    private async Task MakeAsync(ReportJob job, CancellationToken cancellationToken)
    {
        Move(job, ReportState.Gathering);
        var (model, csv) = await reader.ReadAsync(job.Scope, job.Request, cancellationToken);
        var html = await writer.HtmlAsync(model, new(job.Id, job.AskedBy, job.AskedAt), cancellationToken);
        desk.Move(job, new(ReportState.Printing, time.GetUtcNow(), null, model, new(html, csv, null)));
        var pdf = await printer.PrintAsync(html, cancellationToken);
        desk.Move(job, job.Progress with { State = ReportState.Ready, At = time.GetUtcNow(), Files = new(html, csv, pdf) });
        var took = time.GetUtcNow() - job.AskedAt;
        LogMade(job.Id, took, pdf.Length);
    }

    private void Move(ReportJob job, ReportState state, string? code = null) => desk.Move(job, job.Progress with { State = state, At = time.GetUtcNow(), Code = code });

    [LoggerMessage(Level = LogLevel.Information, Message = "report {Id} made in {Took}, {Bytes} bytes of PDF")]
    private partial void LogMade(Guid id, TimeSpan took, int bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "report {Id} not printed: {Code}")]
    private partial void LogNotPrinted(Guid id, string code, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "report {Id} failed")]
    private partial void LogFailed(Guid id, Exception exception);
}
