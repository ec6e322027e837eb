using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>trivy-operator's SbomReport or ClusterSbomReport: how many components an image has, and the names of its system packages.</summary>
public sealed record SbomReport : KubeObject
{
    public SbomReportData Report { get => field ??= new(); set; }
}

/// <summary>The bill of materials of one image.</summary>
public sealed record SbomReportData
{
    public DateTimeOffset? UpdateTimestamp { get; set; }
    public ReportArtifact Artifact { get => field ??= new(); set; }
    public SbomDocument Components { get => field ??= new(); set; }
}

/// <summary>The CycloneDX document inside the report.</summary>
public sealed record SbomDocument
{
    [JsonConverter(typeof(ComponentListConverter))]
    public ComponentList Components { get => field ??= new(); set; }
}

/// <summary>Components, reduced to their number and the names of packages of the distribution; libraries of languages are only counted.</summary>
public sealed record ComponentList
{
    /// <summary>Package names kept.</summary>
    public const int MaxKept = 5000;

    public int Count { get; set; }

    /// <summary>Package names that are not kept.</summary>
    public int Left { get; set; }

    /// <summary>Names of system packages, each once, ordered.</summary>
    public IReadOnlyList<string> Packages { get; set => field = value ?? []; } = [];
}
