using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Words of scanners as the dashboard's own.</summary>
internal static class LibraryWords
{
    /// <summary>The severity of a scanner's word; null when it rates it with none.</summary>
    public static Severity? SeverityOf(string? word) => word switch
    {
        "CRITICAL" => Severity.Critical,
        "HIGH" => Severity.High,
        "MEDIUM" => Severity.Medium,
        "LOW" => Severity.Low,
        _ => null,
    };
}
