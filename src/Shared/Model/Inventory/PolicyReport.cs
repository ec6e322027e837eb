using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>PolicyReport and ClusterPolicyReport (wgpolicyk8s.io), Report and ClusterReport (openreports.io): what a policy engine says of the objects it watches.</summary>
public sealed record PolicyReport : KubeObject
{
    /// <summary>The object that all results are about; null when each names its own.</summary>
    public ReportedObject? Scope { get; set; }
    public PolicyReportSummary Summary { get => field ??= new(); set; }

    [JsonConverter(typeof(PolicyResultListConverter))]
    public PolicyResultList Results { get => field ??= new(); set; }
}

/// <summary>An object that a report names.</summary>
public sealed record ReportedObject
{
    public string? Kind { get; set; }
    public string? Name { get; set; }
    public string? Namespace { get; set; }
}

/// <summary>Counts that the report states itself.</summary>
public sealed record PolicyReportSummary
{
    public int? Pass { get; set; }
    public int? Fail { get; set; }
    public int? Warn { get; set; }
    public int? Error { get; set; }
    public int? Skip { get; set; }
}

/// <summary>Results: counted while they are read, the <see cref="MaxKept"/> worst failures and errors kept.</summary>
public sealed record PolicyResultList
{
    /// <summary>Results kept.</summary>
    public const int MaxKept = 50;

    public int Pass { get; set; }
    public int Fail { get; set; }
    public int Error { get; set; }

    /// <summary>Results that Posture wrote itself; they count in none of the others.</summary>
    public int Own { get; set; }
    public IReadOnlyList<PolicyResult> Worst { get; set => field = value ?? []; } = [];

    /// <summary>What a scanner that connects to Services saw (<see cref="ServiceScanResult.Control"/>); at most <see cref="ServiceScanResult.MaxKept"/>.</summary>
    public IReadOnlyList<ServiceScanResult> ServiceScans { get; set => field = value ?? []; } = [];
}

/// <summary>Whether a Service asked for sign-on.</summary>
public sealed record ServiceScanResult
{
    /// <summary>Kubescape's control "Verify Authenticated Service": the id alone, or in front of a title.</summary>
    public const string Control = "C-0274";

    /// <summary>Results kept of one report.</summary>
    public const int MaxKept = 1000;

    /// <summary>The Service; null when the scope of the report names it.</summary>
    public string? Name { get; set; }
    public string? Namespace { get; set; }

    /// <summary>It answered without authentication.</summary>
    public bool Open { get; set; }
    public string? Message { get; set; }
}

/// <summary>One failure or error.</summary>
public sealed record PolicyResult
{
    public string? Policy { get; set; }
    public string? Rule { get; set; }

    /// <summary>fail or error.</summary>
    public string? Result { get; set; }

    /// <summary>critical, high, medium, low or info; null when the engine states none.</summary>
    public string? Severity { get; set; }

    /// <summary>The object, as <c>Kind/name</c>; null when the scope of the report names it.</summary>
    public string? Object { get; set; }
}
