using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>
/// Policies that the API server enforces itself (ValidatingAdmissionPolicy, Kubernetes 1.30 and later), with a binding that refuses in every namespace but
/// those of the system.
/// </summary>
internal static class AdmissionPolicies
{
    /// <summary>A policy and its binding.</summary>
    public static bool Add(Draft draft, JsonObject policy)
    {
        var name = policy["metadata"]!["name"]!.GetValue<string>();
        draft.Add(policy);
        draft.Add(Manifest("ValidatingAdmissionPolicyBinding", name, new JsonObject
        {
            ["policyName"] = name,
            ["validationActions"] = new JsonArray("Deny"),
            ["matchResources"] = new JsonObject
            {
                ["namespaceSelector"] = new JsonObject
                {
                    ["matchExpressions"] = new JsonArray(new JsonObject
                    {
                        ["key"] = "kubernetes.io/metadata.name",
                        ["operator"] = "NotIn",
                        ["values"] = new JsonArray("kube-system", "kube-public", "kube-node-lease"),
                    }),
                },
            },
        }));
        return true;
    }

    /// <summary>Images come from listed registries; the list is a place to fill in.</summary>
    public static JsonObject ImageSources() => Policy("image-sources",
        [
            ("registries", $"['{Steps.FillIn("a registry that you govern")}/']"),
            ("images", string.Join(" + ", new[] { "containers", "initContainers", "ephemeralContainers" }.Select(Images))),
        ],
        ("variables.images.all(image, variables.registries.exists(registry, image.startsWith(registry)))",
            "An image comes from a registry that is not on the list."));

    /// <summary>The doors to the node are shut: a part of the baseline level of Pod Security, for every namespace at once.</summary>
    public static JsonObject NodeAccess() => Policy("no-node-access",
        [("containers", "object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : [])")],
        (string.Join(" && ", new[] { "hostNetwork", "hostPID", "hostIPC" }.Select(field => $"(!has(object.spec.{field}) || !object.spec.{field})")),
            "The pod shares a namespace of its node."),
        ("variables.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged)",
            "A container is privileged."),
        ("!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))", "The pod mounts a path of its node."));

    private static string Images(string list) => $"(has(object.spec.{list}) ? object.spec.{list}.map(c, c.image) : [])";

    private static JsonObject Policy(
        string name, IReadOnlyList<(string Name, string Expression)> variables, params IEnumerable<(string Expression, string Message)> validations) =>
        Manifest("ValidatingAdmissionPolicy", name, new JsonObject
        {
            ["failurePolicy"] = "Fail",
            ["matchConstraints"] = new JsonObject
            {
                ["resourceRules"] = new JsonArray(new JsonObject
                {
                    ["apiGroups"] = new JsonArray(""),
                    ["apiVersions"] = new JsonArray("v1"),
                    ["operations"] = new JsonArray("CREATE", "UPDATE"),
                    ["resources"] = new JsonArray("pods", "pods/ephemeralcontainers"),
                }),
            },
            ["variables"] = new JsonArray([.. variables.Select(one => new JsonObject { ["name"] = one.Name, ["expression"] = one.Expression })]),
            ["validations"] = new JsonArray([.. validations.Select(one => new JsonObject { ["expression"] = one.Expression, ["message"] = one.Message })]),
        });

    private static JsonObject Manifest(string kind, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = "admissionregistration.k8s.io/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = spec,
    };
}
