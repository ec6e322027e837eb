using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>trivy-operator's ExposedSecretReport, or the secrets of an imported scan: where, never what.</summary>
public sealed record ExposedSecretReport : KubeObject
{
    public ExposedSecretData Report { get => field ??= new(); set; }
}

/// <summary>Secret material that the scanner found in one image.</summary>
public sealed record ExposedSecretData
{
    public DateTimeOffset? UpdateTimestamp { get; set; }
    public ReportArtifact Artifact { get => field ??= new(); set; }
    public ReportSummary Summary { get => field ??= new(); set; }

    [JsonConverter(typeof(ExposedSecretListConverter))]
    public ExposedSecretList Secrets { get => field ??= new(); set; }
}

/// <summary>Places of secret material; the matched text never enters.</summary>
public sealed record ExposedSecretList
{
    /// <summary>Places kept.</summary>
    public const int MaxKept = 20;

    public int Count { get; set; }
    public IReadOnlyList<ExposedSecret> Places { get; set => field = value ?? []; } = [];

    /// <summary>The list of an imported scan.</summary>
    public static ExposedSecretList Of(IReadOnlyList<ExposedSecret> entries) => ExposedSecretListConverter.Of(entries);
}

/// <summary>One place.</summary>
public sealed record ExposedSecret
{
    /// <summary>Rule that matched, for example <c>aws-access-key-id</c>.</summary>
    public string? RuleID { get; set; }
    public string? Severity { get; set; }

    /// <summary>File in the image.</summary>
    public string? Target { get; set; }
}
