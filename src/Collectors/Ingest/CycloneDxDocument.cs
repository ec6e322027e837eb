using System.Text.Json.Serialization;

namespace Posture.Collectors.Ingest;

/// <summary>A CycloneDX document (1.4 to 1.6): only the fields that are used.</summary>
internal sealed record CycloneDxDocument(CycloneDxMetadata? Metadata, CycloneDxComponent[]? Components, CycloneDxVulnerability[]? Vulnerabilities);

/// <summary>What it is about, and when it was written.</summary>
internal sealed record CycloneDxMetadata(DateTimeOffset? Timestamp, CycloneDxComponent? Component);

/// <summary>The image, or something in it.</summary>
internal sealed record CycloneDxComponent(string? Name, string? Purl, string? Version, CycloneDxProperty[]? Properties, [property: JsonPropertyName("bom-ref")] string? BomRef);

/// <summary>A property that a tool adds.</summary>
internal sealed record CycloneDxProperty(string? Name, string? Value);

/// <summary>A vulnerability.</summary>
internal sealed record CycloneDxVulnerability(string? Id, CycloneDxRating[]? Ratings, string? Recommendation, string? Published, string? Description, CycloneDxAnalysis? Analysis, CycloneDxAffected[]? Affects);

/// <summary>How bad somebody says that it is.</summary>
internal sealed record CycloneDxRating(string? Severity);

/// <summary>Whether it matters (VEX).</summary>
internal sealed record CycloneDxAnalysis(string? State, string? Justification, DateTimeOffset? LastUpdated);

/// <summary>A component that has a vulnerability: its <c>bom-ref</c>, by itself or behind the name of the document.</summary>
internal sealed record CycloneDxAffected(string? Ref);
