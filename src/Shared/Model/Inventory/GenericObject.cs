using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Model.Json;

namespace Posture.Model.Inventory;

/// <summary>An object of a kind that only a few controls read (policy engines, federation, delivery): spec and status as parsed JSON, without the values of embedded Secrets.</summary>
public sealed record GenericObject : KubeObject
{
    [JsonConverter(typeof(WithoutSecretsConverter))]
    public JsonElement? Spec { get; set; }

    /// <summary>Several specs in one object (Cilium policies).</summary>
    [JsonConverter(typeof(WithoutSecretsConverter))]
    public JsonElement? Specs { get; set; }
    [JsonConverter(typeof(WithoutSecretsConverter))]
    public JsonElement? Status { get; set; }
    [JsonConverter(typeof(WithoutSecretsConverter))]
    public JsonElement? Data { get; set; }
}
