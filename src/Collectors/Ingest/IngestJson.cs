using System.Text.Json.Serialization;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Collectors.Ingest;

/// <summary>Source-generated JSON of imported files: only the fields that are used are built.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, MaxDepth = 64, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(KubeBenchDocument))]
[JsonSerializable(typeof(KubeBenchControls[]))]
[JsonSerializable(typeof(TrivyDocument))]
[JsonSerializable(typeof(InspectedImage[]))]
[JsonSerializable(typeof(CosignSignature[]))]
[JsonSerializable(typeof(DsseEnvelope))]
[JsonSerializable(typeof(InTotoStatement))]
[JsonSerializable(typeof(CycloneDxDocument))]
[JsonSerializable(typeof(SarifDocument))]
internal sealed partial class IngestJson : JsonSerializerContext;

/// <summary>Output of <c>kube-bench --json</c>. Audit commands, values and titles are not read.</summary>
internal sealed record KubeBenchDocument(KubeBenchControls[]? Controls);

/// <summary>A section of the benchmark.</summary>
internal sealed record KubeBenchControls(string? Version, [property: JsonPropertyName("node_type")] string? NodeType, KubeBenchGroup[]? Tests);

/// <summary>A group of items.</summary>
internal sealed record KubeBenchGroup(KubeBenchItem[]? Results);

/// <summary>One item.</summary>
internal sealed record KubeBenchItem([property: JsonPropertyName("test_number")] string? TestNumber, string? Status);

/// <summary>Output of <c>trivy image -f json</c>.</summary>
internal sealed record TrivyDocument(DateTimeOffset? CreatedAt, string? ArtifactName, TrivyMetadata? Metadata, TrivyResult[]? Results);

/// <summary>The image.</summary>
internal sealed record TrivyMetadata([property: JsonPropertyName("OS")] ReportOs? System, string[]? RepoDigests, TrivyImageConfig? ImageConfig);

/// <summary>Its configuration.</summary>
internal sealed record TrivyImageConfig(DateTimeOffset? Created, ContainerConfig? Config);

/// <summary>Findings of one target: the distribution's packages, a lock file, secrets.</summary>
internal sealed record TrivyResult(string? Target, string? Class, string? Type, VulnerabilityEntry[]? Vulnerabilities, ExposedSecret[]? Secrets, ComponentEntry[]? Packages);

/// <summary>One image of <c>docker image inspect</c>.</summary>
internal sealed record InspectedImage(string[]? RepoDigests, DateTimeOffset? Created, ContainerConfig? Config);

/// <summary>Labels of an image.</summary>
internal sealed record ContainerConfig(Dictionary<string, string>? Labels);

/// <summary>One signature of <c>cosign verify</c>, which prints only those that it could verify.</summary>
internal sealed record CosignSignature(CosignCritical? Critical, CosignOptional? Optional);

/// <summary>What was signed.</summary>
internal sealed record CosignCritical(CosignImage? Image);

/// <summary>The image that was signed.</summary>
internal sealed record CosignImage([property: JsonPropertyName("docker-manifest-digest")] string? Digest);

/// <summary>Who signed, for keyless signatures.</summary>
internal sealed record CosignOptional(string? Subject, string? Issuer);

/// <summary>An envelope with a statement in base64.</summary>
internal sealed record DsseEnvelope(string? Payload);

/// <summary>An in-toto statement.</summary>
internal sealed record InTotoStatement(string? PredicateType, InTotoSubject[]? Subject, SlsaPredicate? Predicate);

/// <summary>What a statement is about.</summary>
internal sealed record InTotoSubject(Dictionary<string, string>? Digest);

/// <summary>The builder, in SLSA 0.2 and 1.0.</summary>
internal sealed record SlsaPredicate(SlsaBuilder? Builder, SlsaRun? RunDetails);

/// <summary>How it ran (1.0).</summary>
internal sealed record SlsaRun(SlsaBuilder? Builder);

/// <summary>Names the builder.</summary>
internal sealed record SlsaBuilder(string? Id);
