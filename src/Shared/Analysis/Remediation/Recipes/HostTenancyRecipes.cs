using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L1: fields of pods and containers.</summary>
internal static class HostTenancyRecipes
{
    /// <summary>Above every UID and GID that distributions hand out, so that it never meets one of the node (CIS, Kubescape C-0013, KSV-0020).</summary>
    private const int OwnId = 10_001;

    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L1-CTR-PRIVILEGED"] = Steps.Set(() => false),
        ["L1-CTR-PRIV-ESCALATION"] = Steps.Set(() => false),
        ["L1-CTR-APPARMOR"] = Steps.Either(Steps.At("type", Steps.Set(() => "RuntimeDefault")), Steps.Set(() => "runtime/default")),
        ["L1-CTR-SECCOMP-UNCONFINED"] = Seccomp,
        ["L1-CTR-SECCOMP-UNSET"] = Seccomp,
        ["L1-CTR-CAP-DANGEROUS"] = Steps.Remove,
        ["L1-CTR-CAP-NONDEFAULT-ADD"] = Steps.Remove,
        ["L1-CTR-CAP-DROP-ALL"] = Steps.Either(Steps.At("drop", DropAll), Steps.Remove),
        ["L1-CTR-CAP-NET-RAW"] = Steps.Either(Steps.At("add", WithoutRawSockets), Steps.At("drop", DropAll)),
        ["L1-CTR-LOW-UID"] = place => place.Propose(OwnId),
        ["L1-CTR-RUN-AS-ROOT-UID"] = place => place.Propose(OwnId),
        ["L1-CTR-ROOT-GROUP"] = place => place.Field == "supplementalGroups" ? WithoutRootGroup(place) : place.Propose(OwnId),
        ["L1-CTR-RUN-AS-NONROOT"] = place => place.Set(true, place.Field == "securityContext" ? place.Path + ".runAsNonRoot" : null),
        ["L1-CTR-PROC-MOUNT"] = Steps.Remove,
        ["L1-CTR-RESOURCES"] = place => place.Propose(place.Field == "memory" ? "256Mi" : "500m"),
        ["L1-POD-HOST-IPC"] = Steps.Remove,
        ["L1-POD-HOST-PID"] = Steps.Remove,
        ["L1-POD-SANDBOX-RUNTIME"] = Sandbox,
        ["L1-POD-SELINUX"] = Steps.Remove,
        ["L1-POD-SYSCTLS"] = place => place.Remove(place.Path[..^".name".Length]),
        ["L1-POD-USER-NAMESPACE"] = Steps.Set(() => false),
        ["L1-POD-WIN-HOSTPROCESS"] = Steps.Set(() => false),
    };

    private static bool Seccomp(Place place) => place.Set("RuntimeDefault") && (place.Remove(place.Path.Replace(".type", ".localhostProfile", StringComparison.Ordinal)) || true);

    /// <summary>gVisor's class, as its documentation names it; the nodes must have its handler, so this is a proposal.</summary>
    private static bool Sandbox(Place place)
    {
        if (place.Own is not { } own)
            return false;
        place.Draft.Add(new JsonObject
        {
            ["apiVersion"] = "node.k8s.io/v1",
            ["kind"] = "RuntimeClass",
            ["metadata"] = new JsonObject { ["name"] = "gvisor" },
            ["handler"] = "runsc",
        });
        return own.Propose("gvisor", $"{own.SpecOfPods}.runtimeClassName");
    }

    private static bool DropAll(Place place) => place.Set(new JsonArray("ALL"));

    private static bool WithoutRawSockets(Place place)
    {
        if (place.Value() is not JsonArray added)
            return false;
        foreach (var item in added.OfType<JsonNode>())
            if (item.Text()?.ToUpperInvariant() is "NET_RAW" or "CAP_NET_RAW" or "ALL" or "CAP_ALL")
                place.Draft.Take(item);
        return true;
    }

    private static bool WithoutRootGroup(Place place)
    {
        if (place.Value() is not JsonArray groups)
            return false;
        foreach (var group in groups)
            if (group?.GetValue<long>() == 0)
                place.Draft.Take(group);
        return true;
    }
}
