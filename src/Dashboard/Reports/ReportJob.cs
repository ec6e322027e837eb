using Posture.Dashboard.Identity;
using Posture.Model.Tenancy;

namespace Posture.Dashboard.Reports;

/// <summary>A report that an account asked for. Only that account, with the rights it had then, gets it.</summary>
public sealed class ReportJob : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();

    internal ReportJob(Viewer viewer, ReportRequest request, DateTimeOffset askedAt)
    {
        (Owner, AskedBy, Scope, Request, AskedAt) = (viewer.Subject, viewer.Name, viewer.Overview, request, askedAt);
        Progress = new(ReportState.Queued, askedAt);
    }

    public Guid Id { get; } = Guid.CreateVersion7();

    public ReportRequest Request { get; }

    /// <summary>Issuer and subject of the asker.</summary>
    public string Owner { get; }

    /// <summary>Name to print on the cover.</summary>
    public string AskedBy { get; }

    public DateTimeOffset AskedAt { get; }

    /// <summary>What the asker saw when asking.</summary>
    public ViewScope Scope { get; }

    /// <summary>How far it is; replaced as a whole.</summary>
    public ReportProgress Progress { get; internal set; }

    public CancellationToken Cancelled => _cancelled.Token;

    public bool Open => Progress.State is ReportState.Queued or ReportState.Gathering or ReportState.Printing;

    /// <summary>Same account, same rights as then: whoever lost or changed rights asks anew.</summary>
    internal bool BelongsTo(Viewer other) => IsOf(other) && Scope.IsSameAs(other.Overview);

    internal bool IsOf(Viewer other) => Owner.Length > 0 && Owner == other.Subject;

    public void Cancel() => _cancelled.Cancel();

    public void Dispose() => _cancelled.Dispose();
}

/// <summary>Steps of a report.</summary>
public enum ReportState
{
    Queued,
    Gathering,
    Printing,
    Ready,
    Failed,
    Cancelled,
}

/// <summary>How far a report is.</summary>
/// <param name="State">The step.</param>
/// <param name="At">Since when.</param>
/// <param name="Code">Stable code of what went wrong, one of <see cref="ReportCodes"/>; null when all is well.</param>
/// <param name="Model">Its content, once gathered.</param>
/// <param name="Files">Its files, once there are any.</param>
public sealed record ReportProgress(ReportState State, DateTimeOffset At, string? Code = null, ReportModel? Model = null, ReportFiles? Files = null);

/// <summary>A report's files. <see cref="Pdf"/> is null where it could not be printed.</summary>
public sealed record ReportFiles(byte[] Html, byte[] Csv, byte[]? Pdf);

/// <summary>Stable codes of failures; the page has a text for each.</summary>
internal static class ReportCodes
{
    public const string ChromiumMissing = "pdf.chromium_missing";
    public const string PrintFailed = "pdf.print_failed";
    public const string PrintTimeout = "pdf.timeout";
    public const string Failed = "report.failed";
    public const string Timeout = "report.timeout";
    public const string Stopped = "report.stopped";
    public const string QueueFull = "report.queue_full";
    public const string TooMany = "report.too_many";
}
