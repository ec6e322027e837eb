using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation;

/// <summary>What a remedy does beside putting the finding right: the blast radius as far as the objects themselves tell it.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Count">How many pods or subjects; 0 where the number is not known.</param>
/// <param name="Names">Which ones, at most 20.</param>
public sealed record Effect(EffectKind Kind, int Count, IReadOnlyList<string> Names)
{
    private const int MaxNames = 20;

    private static readonly string[] Enforce = ["metadata", "labels", "pod-security.kubernetes.io/enforce"];

    /// <summary>The effects of a remedy; <paramref name="subject"/> is the finding's object before.</summary>
    public static IReadOnlyList<Effect> Of(Remedy remedy, JsonObject? subject)
    {
        var effects = remedy.Changes.Select(OfChange).OfType<Effect>().ToList();
        if (remedy.DeletesSubject && subject is not null)
            effects.Add(Subjects(subject) is { Count: > 0 } all ? Lost(all) : new(EffectKind.Deletes, 1, [FieldPath.Get(subject, ["metadata", "name"])?.ToString() ?? ""]));
        if (remedy.Additions.FirstOrDefault(added => added["kind"]?.ToString() == "ServiceAccount") is { } account)
            effects.Add(new(EffectKind.AccountWithoutRights, 1, [FieldPath.Get(account, ["metadata", "name"])?.ToString() ?? ""]));
        if (remedy.Additions.Any(added => added["kind"]?.ToString() == "NetworkPolicy"))
            effects.Add(new(EffectKind.ClosesConnections, 0, []));
        if (remedy.Additions.Any(added => added["kind"]?.ToString() == "ValidatingAdmissionPolicyBinding"))
            effects.Add(new(EffectKind.RefusesPods, 0, []));
        return effects;
    }

    private static Effect? OfChange(ObjectChange change)
    {
        if (change.IsStaticPod)
            return new(EffectKind.RestartsControlPlane, 1, [change.Name]);
        if (change.Recreates)
            return new(EffectKind.Recreates, 1, [change.Name]);
        switch (change.Kind)
        {
            case "Deployment" or "StatefulSet" or "ReplicaSet" or "ReplicationController" when Differs(change, "template"):
                return new(EffectKind.RestartsPods, FieldPath.Get(change.Before, ["spec", "replicas"])?.GetValue<int>() ?? 1, [change.Name]);
            case "DaemonSet" when Differs(change, "template"):
                return new(EffectKind.RestartsPodsOnEveryNode, 0, [change.Name]);
            case "CronJob":
                return new(EffectKind.FromNextRun, 0, [change.Name]);
            case "Role" or "ClusterRole":
                return new(EffectKind.AllHoldersLoseRight, 0, [change.Name]);
            case "RoleBinding" or "ClusterRoleBinding":
                return Lost([.. Subjects(change.Before).Except(Subjects(change.After), StringComparer.Ordinal)]);
            case "Namespace" when FieldPath.Get(change.After, Enforce)?.ToString() is { } level && level != FieldPath.Get(change.Before, Enforce)?.ToString():
                return new(EffectKind.RefusesPods, 0, [change.Name]);
            case "NetworkPolicy":
                return new(EffectKind.ClosesConnections, 0, [change.Name]);
            case "Service" or "Ingress" or "Gateway":
                return new(EffectKind.ChangesEntry, 0, [change.Name]);
            default:
                return null;
        }
    }

    private static Effect Lost(IReadOnlyList<string> subjects) => new(EffectKind.SubjectsLoseAccess, subjects.Count, [.. subjects.Take(MaxNames)]);

    private static IReadOnlyList<string> Subjects(JsonObject binding) => binding["subjects"] is not JsonArray subjects
        ? []
        : [.. subjects.OfType<JsonObject>().Select(subject => $"{subject["kind"]}:{(subject["namespace"] is { } ns ? $"{ns}/" : "")}{subject["name"]}")];

    private static bool Differs(ObjectChange change, string part) => !JsonNode.DeepEquals(change.Before["spec"]?[part], change.After["spec"]?[part]);
}

/// <summary>Kinds of effects.</summary>
public enum EffectKind
{
    /// <summary>The workload replaces its pods one after the other.</summary>
    RestartsPods,

    /// <summary>A DaemonSet replaces its pod on every node.</summary>
    RestartsPodsOnEveryNode,

    /// <summary>Running jobs stay as they are.</summary>
    FromNextRun,

    /// <summary>The object is deleted and made anew; a pod's work is interrupted.</summary>
    Recreates,

    /// <summary>The object is deleted.</summary>
    Deletes,

    /// <summary>The kubelet restarts a component of the control plane.</summary>
    RestartsControlPlane,

    /// <summary>Whoever is bound to the role loses the right.</summary>
    AllHoldersLoseRight,

    /// <summary>These subjects lose what the binding gave them.</summary>
    SubjectsLoseAccess,

    /// <summary>The pods run as an account that has no rights until somebody binds what the program needs.</summary>
    AccountWithoutRights,

    /// <summary>Connections that no policy allows are closed.</summary>
    ClosesConnections,

    /// <summary>New pods that break the rule are refused; running ones stay until they are replaced.</summary>
    RefusesPods,

    /// <summary>The way in from outside changes.</summary>
    ChangesEntry,
}
