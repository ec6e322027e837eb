using System.Text.Json;

namespace Posture.Model.Inventory;

/// <summary>An object of a kind that only a few controls read (policy engines, federation, delivery): spec and status as parsed JSON.</summary>
public sealed record GenericObject : KubeObject
{
    public JsonElement? Spec { get; set; }

    /// <summary>Several specs in one object (Cilium policies).</summary>
    public JsonElement? Specs { get; set; }
    public JsonElement? Status { get; set; }
    public JsonElement? Data { get; set; }
    public JsonElement? Report { get; set; }
    public JsonElement? Results { get; set; }
    public JsonElement? Scope { get; set; }
    public JsonElement? Summary { get; set; }
}
