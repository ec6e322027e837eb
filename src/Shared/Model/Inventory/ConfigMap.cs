using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>core/v1 ConfigMap: key names, and the values of a few documented settings (<see cref="ConfigMapData"/>).</summary>
public sealed record ConfigMap : KubeObject
{
    [JsonConverter(typeof(ConfigMapDataConverter))]
    public ConfigMapData Data { get; set => field = value ?? ConfigMapData.Empty; } = ConfigMapData.Empty;
    [JsonConverter(typeof(KeysOnlyConverter))]
    public IReadOnlyList<string> BinaryData { get; set => field = value ?? []; } = [];
    public bool? Immutable { get; set; }
}

/// <summary>core/v1 Secret from a folder: type and key names only. Never requested from an API by default.</summary>
public sealed record Secret : KubeObject
{
    public string? Type { get; set; }
    [JsonConverter(typeof(SecretKeysConverter))]
    public SecretKeys Data { get; set => field = value ?? SecretKeys.Empty; } = SecretKeys.Empty;
    [JsonConverter(typeof(KeysOnlyConverter))]
    public IReadOnlyList<string> StringData { get; set => field = value ?? []; } = [];
    public bool? Immutable { get; set; }
}
