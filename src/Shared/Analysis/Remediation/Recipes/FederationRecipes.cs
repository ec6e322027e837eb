using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L10: federation.</summary>
internal static class FederationRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L10-AGENT-ADMIN"] = Steps.Unbind,
        ["L10-ADMIN-EVERYWHERE"] = Steps.Unbind,
        ["L10-ADMIN-OUTLIER"] = Steps.Unbind,
        ["L10-AUTHN-DRIFT"] = SignOn,
        ["L10-FEDERATED-INGRESS"] = place => place.Field switch
        {
            "tls" => ApiSignOnRecipes.IngressTls(place),
            "namespace" => place.Draft.DeletesSubject = true,
            "NetworkPolicy" => NetworkRecipes.DenyAll(place, "Ingress"),
            _ => false,
        },
        ["L10-GITOPS-PROJECT"] = place => place.Field switch
        {
            "policy.default" => place.Set("role:readonly"),
            "serviceAccountName" => place.Propose("reconciler"),
            _ => place.Remove(),
        },
        ["L10-HUB-TLS"] = Steps.Remove,
        ["L10-KARMADA-PROPAGATION"] = place => place.Field == "conflictResolution" && place.Set("Abort"),
        ["L10-KARMADA-PROXY"] = Steps.Withdraw,
        ["L10-NETPOL-DRIFT"] = place => NetworkRecipes.DenyAll(place, place.Observed == "open to incoming traffic" ? "Ingress" : "Egress"),
        ["L10-OCM-EXECUTOR"] = Executor,
        ["L10-OCM-REGISTRATION"] = place => place.Path.Contains(".autoApprove", StringComparison.Ordinal) && place.Remove(),
        ["L10-PSA-DRIFT"] = place => place.Set(place.Evidence.Expected),
        ["L10-SECRET-PROPAGATION"] = place => place.Path.EndsWith(']') && place.Remove(),
    };

    /// <summary>What the others say of an issuer or a client is not known here; that anonymous requests are refused is.</summary>
    private static bool SignOn(Place place)
    {
        if (place.Value() is not JsonArray arguments)
            return Flags.All(place);
        if (place.Evidence.Expected != "false")
            return false;
        arguments.Add((JsonNode)"--anonymous-auth=false");
        return true;
    }

    /// <summary>The agent applies the work with the rights of this account of the member cluster; its name is a proposal.</summary>
    private static bool Executor(Place place)
    {
        var end = place.Path.IndexOf(".workload.manifests[", StringComparison.Ordinal);
        return end > 0 && place.Propose(
            new JsonObject
            {
                ["type"] = "ServiceAccount",
                ["serviceAccount"] = new JsonObject { ["namespace"] = "default", ["name"] = $"{place.Draft.Subject.Name}-executor" },
            },
            $"{place.Path[..end]}.executor.subject");
    }
}
