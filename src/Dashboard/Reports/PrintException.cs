namespace Posture.Dashboard.Reports;

/// <summary>A PDF could not be printed.</summary>
internal sealed class PrintException(string code, string message) : Exception(message)
{
    /// <summary>One of <see cref="ReportCodes"/>.</summary>
    public string Code { get; } = code;
}
