using System.Text.Json.Serialization;

namespace Posture.Collectors.Watching;

/// <summary>JSON of what the API server says besides objects.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = 64)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ListMetadata))]
[JsonSerializable(typeof(BookmarkObject))]
[JsonSerializable(typeof(StatusObject))]
[JsonSerializable(typeof(VersionDocument))]
[JsonSerializable(typeof(DiscoveryRoot))]
[JsonSerializable(typeof(OldResources))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>Metadata of a list or a bookmark.</summary>
internal sealed record ListMetadata(string? ResourceVersion, string? Continue);

/// <summary>The object of a bookmark.</summary>
internal sealed record BookmarkObject(ListMetadata? Metadata);

/// <summary>The object of an ERROR event.</summary>
internal sealed record StatusObject(int? Code, string? Reason);

/// <summary>/version.</summary>
internal sealed record VersionDocument(string? GitVersion);

/// <summary>/api and /apis in all three shapes: aggregated, list of versions, list of groups.</summary>
internal sealed record DiscoveryRoot(string? Kind, IReadOnlyList<string>? Versions, IReadOnlyList<OldGroup>? Groups, IReadOnlyList<AggregatedGroup>? Items);

internal sealed record OldGroup(string? Name, IReadOnlyList<OldGroupVersion>? Versions);

internal sealed record OldGroupVersion(string? Version);

/// <summary>/api/V and /apis/G/V.</summary>
internal sealed record OldResources(IReadOnlyList<OldResource>? Resources);

internal sealed record OldResource(string? Name, string? Kind, IReadOnlyList<string>? Verbs);

internal sealed record AggregatedGroup(AggregatedName? Metadata, IReadOnlyList<AggregatedVersion>? Versions);

internal sealed record AggregatedName(string? Name);

internal sealed record AggregatedVersion(string? Version, string? Freshness, IReadOnlyList<AggregatedResource>? Resources);

internal sealed record AggregatedResource(string? Resource, AggregatedKind? ResponseKind, IReadOnlyList<string>? Verbs);

internal sealed record AggregatedKind(string? Kind);
