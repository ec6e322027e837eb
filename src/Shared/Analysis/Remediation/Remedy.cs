using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation;

/// <summary>What would make a finding pass, computed from the object itself.</summary>
/// <param name="Changes">Objects to change, the finding's own first.</param>
/// <param name="Additions">Manifests of objects to create.</param>
/// <param name="DeletesSubject">The finding's object shall be deleted.</param>
/// <param name="Proposals">Field paths whose value is a proposal: only the owner knows the right one.</param>
/// <param name="Open">Places of the finding that this does not put right; 0 when the control passes afterwards.</param>
public sealed record Remedy(
    IReadOnlyList<ObjectChange> Changes, IReadOnlyList<JsonObject> Additions, bool DeletesSubject, IReadOnlyList<string> Proposals, int Open);

/// <summary>One object before and after, as JSON of the fields that Posture keeps.</summary>
public sealed record ObjectChange(JsonObject Before, JsonObject After)
{
    public string Group => Text("apiVersion").Split('/') is [var group, _] ? group : "";
    public string Kind => Text("kind");
    public string Name => Metadata("name");
    public string Namespace => Metadata("namespace");

    /// <summary>RFC 6902 operations from before to after; each list item that has a name is tested first, so that a patch never meets another container.</summary>
    public JsonArray Patch => JsonPatch.Between(Before, After);

    /// <summary>
    /// The API server refuses the change on the living object, so it is deleted and created again: nearly all of a pod's spec, a Job's template, a StorageClass, the
    /// source of a volume, the lifecycle modes of a CSI driver and the reference of a binding to its role are immutable (Kubernetes API reference).
    /// </summary>
    public bool Recreates => Kind switch
    {
        "Pod" or "StorageClass" => Differs("spec") || Differs("parameters") || Differs("provisioner") || Differs("reclaimPolicy"),
        "Job" => Differs("spec"),
        "RoleBinding" or "ClusterRoleBinding" => Differs("roleRef"),
        "PersistentVolume" => !JsonNode.DeepEquals(Without(Before, "persistentVolumeReclaimPolicy"), Without(After, "persistentVolumeReclaimPolicy")),
        "CSIDriver" => !JsonNode.DeepEquals(Before["spec"]?["volumeLifecycleModes"], After["spec"]?["volumeLifecycleModes"]),
        _ => false,
    };

    /// <summary>A mirror pod of the kubelet: its manifest is a file on the node.</summary>
    public bool IsStaticPod => FieldPath.Get(Before, ["metadata", "annotations", "kubernetes.io/config.mirror"]) is not null;

    private bool Differs(string part) => !JsonNode.DeepEquals(Before[part], After[part]);

    private static JsonNode? Without(JsonObject document, string field)
    {
        var spec = document["spec"]?.DeepClone();
        (spec as JsonObject)?.Remove(field);
        return spec;
    }

    private string Text(string field) => Before[field].Text() ?? "";

    private string Metadata(string field) => FieldPath.Get(Before, ["metadata", field]).Text() ?? "";
}
