using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>trivy-operator's assessments: ConfigAuditReport, RbacAssessmentReport, InfraAssessmentReport and their cluster-wide kinds.</summary>
public sealed record AssessmentReport : KubeObject
{
    public AssessmentData Report { get => field ??= new(); set; }
}

/// <summary>Results of an assessment of one object.</summary>
public sealed record AssessmentData
{
    public DateTimeOffset? UpdateTimestamp { get; set; }
    public ReportSummary Summary { get => field ??= new(); set; }

    [JsonConverter(typeof(AssessmentListConverter))]
    public AssessmentList Checks { get => field ??= new(); set; }
}

/// <summary>Results, failed ones first.</summary>
public sealed record AssessmentList
{
    /// <summary>Results kept.</summary>
    public const int MaxKept = 300;

    public int Failed { get; set; }
    public int Passed { get; set; }
    public IReadOnlyList<AssessmentResult> Results { get; set => field = value ?? []; } = [];
}

/// <summary>One result.</summary>
public sealed record AssessmentResult
{
    /// <summary>Id of the check, for example <c>AVD-KCV-0001</c>.</summary>
    public string CheckID { get; set => field = value ?? ""; } = "";
    public string? Severity { get; set; }
    public bool? Success { get; set; }
}
