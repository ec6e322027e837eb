namespace Posture.Dashboard.Reports;

/// <summary>Settings of reports.</summary>
/// <param name="Chromium"><c>Posture:Chromium</c>: the browser that prints, a path or a name on the PATH; null to look for one.</param>
internal sealed record ReportSettings(string? Chromium);
