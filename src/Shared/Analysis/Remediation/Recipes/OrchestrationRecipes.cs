using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L6: rights, accounts, the control plane, quotas and probes.</summary>
internal static class OrchestrationRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L6-API-ANONYMOUS-AUTH"] = Flags.All,
        ["L6-API-AUDIT"] = Flags.All,
        ["L6-API-AUTHZ-MODE"] = Flags.All,
        ["L6-CP-HARDENING"] = Flags.All,
        ["L6-ETCD-TLS"] = Flags.All,
        ["L6-KUBELET-AUTH"] = Flags.All,
        ["L6-NS-BASELINE"] = place => place.Field switch
        {
            "pod-security.kubernetes.io/enforce" => place.Set("baseline"),
            "NetworkPolicy" => NetworkRecipes.DenyAll(place, "Ingress"),
            "ResourceQuota" or "LimitRange" => Quota(place),
            _ => false, // who owns the namespace and who works in it, only people know
        },
        ["L6-NS-QUOTA"] = Quota,
        ["L6-RBAC-ANONYMOUS"] = Steps.Unbind,
        ["L6-RBAC-CLUSTER-ADMIN"] = Steps.Unbind,
        ["L6-RBAC-CREDENTIAL-MINT"] = Rights.Without(["create", "update", "patch"]),
        ["L6-RBAC-ESCALATE"] = Rights.Without(
            ["impersonate", "escalate", "bind", "create", "update", "patch"],
            "users", "groups", "serviceaccounts", "uids", "userextras", "clusterroles", "roles", "clusterrolebindings", "rolebindings"),
        ["L6-RBAC-EXEC"] = Rights.Without(["create", "get", "update", "patch"], "pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers"),
        ["L6-RBAC-NODE-PROXY"] = Steps.Withdraw,
        ["L6-RBAC-SECRETS-READ"] = Rights.Without(["get", "list", "watch"]),
        ["L6-RBAC-SUPERGROUP"] = Steps.Unbind,
        ["L6-RBAC-WILDCARD"] = Rights.Listed,
        ["L6-RBAC-WORKLOAD-CREATE"] = Rights.Without(
            ["create", "patch", "update"], "pods", "replicationcontrollers", "deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs"),
        ["L6-SA-DEFAULT-USED"] = DefaultAccount,
        ["L6-SA-LONG-LIVED-TOKEN"] = Steps.Delete,
        ["L6-SA-POD-TAKEOVER"] = OwnAccount,
        ["L6-SA-TOKEN-AUTOMOUNT"] = Steps.Set(() => false),
        ["L6-WL-AVAILABILITY"] = Available,
        ["L6-WL-PROBES"] = Probe,
    };

    private static bool Quota(Place place)
    {
        var ns = place.Draft.Subject.Name;
        place.Draft.Propose(place.Path);
        place.Draft.Add(place.Path == "LimitRange"
            ? Manifest("LimitRange", "defaults", ns, new JsonObject
            {
                ["limits"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Container",
                    ["default"] = new JsonObject { ["cpu"] = "500m", ["memory"] = "256Mi" },
                    ["defaultRequest"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" },
                }),
            })
            : Manifest("ResourceQuota", "quota", ns, new JsonObject
            {
                ["hard"] = new JsonObject
                {
                    ["requests.cpu"] = "4",
                    ["requests.memory"] = "8Gi",
                    ["limits.cpu"] = "8",
                    ["limits.memory"] = "16Gi",
                    ["pods"] = "50",
                    ["services.loadbalancers"] = "2",
                },
            }));
        return true;
    }

    /// <summary>An account of its own without any right: what the program needs is bound to it before. Rights of a group follow to any account.</summary>
    private static bool OwnAccount(Place place)
    {
        if (place.Field != "serviceAccountName" || !place.Evidence.Expected.StartsWith("a role", StringComparison.Ordinal))
            return false;
        var (name, ns) = ($"{place.Draft.Subject.Name}-unprivileged", place.Draft.Subject.Namespace);
        if (!place.Propose(name))
            return false;
        place.Draft.Add(Manifest("ServiceAccount", name, ns, null));
        return true;
    }

    private static bool Available(Place place)
    {
        switch (place.Field)
        {
            case "replicas":
                return place.Propose(2);
            case "scaleTargetRef": // it scales nothing
                return place.Draft.DeletesSubject = true;
            case "maxUnavailable":
                return place.Set(1);
            case "minAvailable":
                return place.Remove() && place.Set(1, "spec.maxUnavailable");
            case "PodDisruptionBudget" when place.Observed == "none" && place.Value("spec.template.metadata.labels") is JsonObject { Count: > 0 } labels:
                place.Draft.Add(new JsonObject
                {
                    ["apiVersion"] = "policy/v1",
                    ["kind"] = "PodDisruptionBudget",
                    ["metadata"] = new JsonObject { ["name"] = place.Draft.Subject.Name, ["namespace"] = place.Draft.Subject.Namespace },
                    ["spec"] = new JsonObject
                    {
                        ["maxUnavailable"] = 1,
                        ["selector"] = place.Value("spec.selector")?.DeepClone() ?? new JsonObject { ["matchLabels"] = labels.DeepClone() },
                    },
                });
                return true;
            default:
                return false;
        }
    }

    private static bool DefaultAccount(Place place)
    {
        if (place.Field == "automountServiceAccountToken")
            return place.Set(false);
        if (place.Field != "subjects" || place.Value() is not JsonArray subjects)
            return false;
        foreach (var subject in subjects.OfType<JsonNode>())
            if (subject.Text("name") == "default")
                place.Draft.Take(subject);
        return true;
    }

    /// <summary>What the other probe asks, else whether the first port of the container can be reached; without either there is nothing to ask.</summary>
    private static bool Probe(Place place)
    {
        if (place.Container is not { } container)
            return false;
        if (place.Value($"{container}.{(place.Field == "livenessProbe" ? "readinessProbe" : "livenessProbe")}") is { } other)
            return place.Propose(other.DeepClone());
        if (place.Value($"{container}.ports") is not JsonArray { Count: > 0 } ports || ports[0]?["containerPort"] is not { } port)
            return false;
        return place.Propose(new JsonObject { ["tcpSocket"] = new JsonObject { ["port"] = port.DeepClone() }, ["periodSeconds"] = place.Field == "livenessProbe" ? 20 : 10 });
    }

    private static JsonObject Manifest(string kind, string name, string ns, JsonObject? spec)
    {
        var manifest = new JsonObject { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns } };
        if (spec is not null)
            manifest["spec"] = spec;
        return manifest;
    }
}
