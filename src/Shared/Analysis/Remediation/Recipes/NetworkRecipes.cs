using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L7: policies, host network and Services.</summary>
internal static class NetworkRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L7-CLUSTER-POLICY-TIER"] = place => place.Path.StartsWith("spec.", StringComparison.Ordinal) && place.Remove(),
        ["L7-CTR-HOST-PORT"] = Steps.Remove,
        ["L7-CTR-PRIVILEGED-PORT"] = LowPort,
        ["L7-CTR-PROBE-HOST"] = Steps.Remove,
        ["L7-DNS-TAMPER"] = Steps.Delete,
        ["L7-EGRESS-INTERNET"] = place => Egress(place, new JsonArray(new JsonObject { ["namespaceSelector"] = new JsonObject() })),
        ["L7-EGRESS-METADATA"] = place => place.Field == "hostNetwork" ? place.Remove() : Egress(place, new JsonArray(
            new JsonObject { ["ipBlock"] = new JsonObject { ["cidr"] = "0.0.0.0/0", ["except"] = new JsonArray("169.254.169.254/32", "100.100.100.200/32") } })),
        ["L7-KUBE-PROXY-METRICS"] = place => place.Value("kind")?.ToString() == "DaemonSet" && place.Value() is JsonValue argument
            && argument.TryGetValue<string>(out var text) && text.Contains('=', StringComparison.Ordinal) && place.Remove(),
        ["L7-MESH-MTLS"] = Mesh,
        ["L7-NETPOL-ALLOW-ALL"] = place => place.Propose(new JsonArray(new JsonObject { ["podSelector"] = new JsonObject() })),
        ["L7-NETPOL-DANGLING"] = Steps.Delete,
        ["L7-NETPOL-DEFAULT-DENY-EGRESS"] = place => DenyAll(place, "Egress"),
        ["L7-NETPOL-DEFAULT-DENY-INGRESS"] = place => DenyAll(place, "Ingress"),
        ["L7-NS-CROSS-TRAFFIC"] = place => place.Field == "namespaceSelector"
            && place.Propose(new JsonObject { ["podSelector"] = new JsonObject() }, place.Path[..^".namespaceSelector".Length]),
        ["L7-POD-HOST-ALIASES"] = Names,
        ["L7-POD-HOST-NETWORK"] = Steps.Remove,
        ["L7-POD-UNSELECTED"] = place => DenyAll(place, "Ingress"),
        ["L7-RBAC-NETWORK"] = Rights.Without(
            ["create", "update", "patch", "delete"],
            "endpoints", "endpointslices", "services", "networkpolicies", "ingresses", "gateways", "httproutes"),
        ["L7-SVC-EXTERNAL-IPS"] = place => place.Field == "externalIPs" ? place.Remove() : Flags.All(place),
        ["L7-SVC-LOADBALANCER"] = place => place.Field == "loadBalancerSourceRanges" && place.Propose(new JsonArray("10.0.0.0/8")),
        ["L7-SVC-NODEPORT"] = place => place.Field switch
        {
            "type" => WithoutNodePorts(place) && place.Set("ClusterIP"),
            "allocateLoadBalancerNodePorts" => place.Set(false),
            _ => true, // addresses of nodes do not matter once the Service has no node port
        },
    };

    private static bool WithoutNodePorts(Place place)
    {
        foreach (var port in place.Value("spec.ports") as JsonArray ?? [])
            (port as JsonObject)?.Remove("nodePort");
        return true;
    }

    /// <summary>
    /// The pods may bind the port without being root (Pod Security baseline allows this sysctl), and the program stays as it is. Pods on the host's network have no
    /// such setting of their own.
    /// </summary>
    private static bool LowPort(Place place)
    {
        const string Sysctl = "net.ipv4.ip_unprivileged_port_start";
        if (place.PodSpec is not { } spec || place.Value($"{spec}.hostNetwork")?.ToString() == "true" || !int.TryParse(place.Observed, out var port))
            return false;
        var list = $"{spec}.securityContext.sysctls";
        if (place.Value(list) is not JsonArray sysctls)
            return place.Set(new JsonArray(new JsonObject { ["name"] = Sysctl, ["value"] = place.Observed }), list);
        if (sysctls.OfType<JsonObject>().FirstOrDefault(sysctl => sysctl["name"]?.ToString() == Sysctl) is not { } held)
            sysctls.Add((JsonNode)new JsonObject { ["name"] = Sysctl, ["value"] = place.Observed });
        else if (!int.TryParse(held["value"]?.ToString(), out var first) || first > port)
            held["value"] = place.Observed;
        return true;
    }

    /// <summary>The cluster's DNS answers; without a name server of its own a pod cannot have policy None.</summary>
    private static bool Names(Place place)
    {
        if (!place.Remove())
            return false;
        if (place.PodSpec is { } spec && place.Value($"{spec}.dnsConfig.nameservers") is JsonArray servers && place.Draft.Left(servers) == 0)
            place.Set("ClusterFirst", $"{spec}.dnsPolicy");
        return true;
    }

    public static bool DenyAll(Place place, string type)
    {
        var ns = place.Draft.Subject is { Kind: "Namespace" } subject ? subject.Name : place.Draft.Subject.Namespace;
        place.Draft.Add(Policy($"default-deny-{type.ToLowerInvariant()}", ns, new JsonObject { ["podSelector"] = new JsonObject(), ["policyTypes"] = new JsonArray(type) }));
        return true;
    }

    /// <summary>A rule gets these peers; where no policy isolates the pod, one is made for its labels that also lets it ask the cluster's DNS.</summary>
    private static bool Egress(Place place, JsonArray peers)
    {
        if (place.Path != "NetworkPolicy") // peers of other policies are written otherwise
            return place.Path.StartsWith("spec.egress[", StringComparison.Ordinal) && place.Document.Text("kind") == "NetworkPolicy"
                && place.Document.Text("apiVersion")?.StartsWith("networking.k8s.io/", StringComparison.Ordinal) == true && place.Propose(peers, $"{place.Path}.to");
        var labels = place.Value(place.Document.Text("kind") == "Pod" ? "metadata.labels" : "spec.template.metadata.labels")?.DeepClone() ?? new JsonObject();
        place.Draft.Propose("spec.egress");
        var dns = new JsonArray(new JsonObject { ["protocol"] = "UDP", ["port"] = 53 }, new JsonObject { ["protocol"] = "TCP", ["port"] = 53 });
        place.Draft.Add(Policy($"{place.Draft.Subject.Name}-egress", place.Draft.Subject.Namespace, new JsonObject
        {
            ["podSelector"] = new JsonObject { ["matchLabels"] = labels },
            ["policyTypes"] = new JsonArray("Egress"),
            ["egress"] = new JsonArray(
                new JsonObject { ["to"] = new JsonArray(new JsonObject { ["namespaceSelector"] = new JsonObject() }), ["ports"] = dns }, new JsonObject { ["to"] = peers }),
        }));
        return true;
    }

    private static bool Mesh(Place place)
    {
        if (place.Field == "mode")
            return place.Set("STRICT");
        if (place.Path != "PeerAuthentication")
            return false;
        place.Draft.Add(new JsonObject
        {
            ["apiVersion"] = "security.istio.io/v1",
            ["kind"] = "PeerAuthentication",
            ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = place.Draft.Subject.Name },
            ["spec"] = new JsonObject { ["mtls"] = new JsonObject { ["mode"] = "STRICT" } },
        });
        return true;
    }

    private static JsonObject Policy(string name, string ns, JsonObject spec) => new()
    {
        ["apiVersion"] = "networking.k8s.io/v1",
        ["kind"] = "NetworkPolicy",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
        ["spec"] = spec,
    };
}
