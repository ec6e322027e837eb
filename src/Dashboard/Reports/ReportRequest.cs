using Posture.Analysis.Frameworks;

namespace Posture.Dashboard.Reports;

/// <summary>What a report is asked about.</summary>
/// <param name="Framework">The standard.</param>
/// <param name="Clusters">Names of clusters; empty for all that the asker sees.</param>
/// <param name="Namespaces">Namespaces; empty for all that the asker sees, and what is cluster-scoped where the asker sees it.</param>
/// <param name="Language">Culture of the document: en or zh-Hans.</param>
public sealed record ReportRequest(Framework Framework, IReadOnlyList<string> Clusters, IReadOnlyList<string> Namespaces, string Language);
