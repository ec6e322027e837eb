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
        ["L6-NS-QUOTA"] = Quota,
        ["L6-RBAC-ANONYMOUS"] = Steps.Unbind,
        ["L6-RBAC-CLUSTER-ADMIN"] = Steps.Unbind,
        ["L6-RBAC-CREDENTIAL-MINT"] = Steps.Withdraw,
        ["L6-RBAC-ESCALATE"] = Steps.Withdraw,
        ["L6-RBAC-EXEC"] = Steps.Withdraw,
        ["L6-RBAC-NODE-PROXY"] = Steps.Withdraw,
        ["L6-RBAC-SECRETS-READ"] = Steps.Withdraw,
        ["L6-RBAC-SUPERGROUP"] = Steps.Unbind,
        ["L6-RBAC-WORKLOAD-CREATE"] = Steps.Withdraw,
        ["L6-SA-DEFAULT-USED"] = DefaultAccount,
        ["L6-SA-LONG-LIVED-TOKEN"] = Steps.Delete,
        ["L6-SA-TOKEN-AUTOMOUNT"] = Steps.Set(() => false),
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

    private static bool DefaultAccount(Place place)
    {
        if (place.Field == "automountServiceAccountToken")
            return place.Set(false);
        if (place.Field != "subjects" || place.Value() is not JsonArray subjects)
            return false;
        foreach (var subject in subjects)
            if (subject?["name"]?.GetValue<string>() == "default")
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

    private static JsonObject Manifest(string kind, string name, string ns, JsonObject spec) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
        ["spec"] = spec,
    };
}
