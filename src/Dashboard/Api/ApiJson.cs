using System.Text.Json.Serialization;

namespace Posture.Dashboard.Api;

/// <summary>Serialises what the API answers, and nothing else: no entity of the store can be answered by mistake.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FleetDocument))]
[JsonSerializable(typeof(ClusterDocument))]
[JsonSerializable(typeof(FindingDocument))]
[JsonSerializable(typeof(ActivityDocument))]
[JsonSerializable(typeof(ListDocument<ClusterDocument>))]
[JsonSerializable(typeof(ListDocument<FindingDocument>))]
[JsonSerializable(typeof(ListDocument<ActivityDocument>))]
internal sealed partial class ApiJson : JsonSerializerContext;
