using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Posture.Analysis.Indexes;
using Posture.Analysis.Network;
using Posture.Analysis.Questions;
using Posture.Model.Inventory;

namespace Posture.Analysis.Remediation;

/// <summary>The live question what a change of rights or network policies does to the others of its cluster.</summary>
public static class EffectQuestions
{
    internal static readonly IReadOnlyList<KindRef> Rights =
    [
        new("rbac.authorization.k8s.io", "Role"), new("rbac.authorization.k8s.io", "ClusterRole"), new("rbac.authorization.k8s.io", "RoleBinding"),
        new("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    ];

    internal static readonly IReadOnlyList<KindRef> Policies =
    [
        new("networking.k8s.io", "NetworkPolicy"), new("policy.networking.k8s.io", "AdminNetworkPolicy"), new("policy.networking.k8s.io", "BaselineAdminNetworkPolicy"),
        new("policy.networking.k8s.io", "ClusterNetworkPolicy"),
    ];

    /// <summary>What must be read before anything can be said of connections.</summary>
    private static readonly IReadOnlyList<KindRef> Connected = [new("", "Namespace"), new("", "Pod"), Policies[0]];

    /// <summary>Who loses which right, and which connections close or open.</summary>
    public static LiveQuestion<EffectQuestion, EffectAnswer> Effects { get; } =
        new("remedy.effects", EffectJson.Default.EffectQuestion, EffectJson.Default.EffectAnswer, Answer);

    /// <summary>The question of a remedy; null when it touches neither rights nor network policies.</summary>
    /// <param name="remedy">The remedy.</param>
    /// <param name="subject">The object that it is for.</param>
    /// <param name="within">Namespaces that the asker may know of; null for all.</param>
    public static EffectQuestion? Of(Remedy remedy, ObjectRef subject, IReadOnlyList<string>? within)
    {
        List<string> put = [.. remedy.Changes.Select(change => change.After).Concat(remedy.Additions)
            .Where(manifest => Concerns(new(manifest["apiVersion"]?.ToString() ?? "", manifest["kind"]?.ToString() ?? "", "", "")))
            .Select(manifest => manifest.ToJsonString())];
        List<ObjectRef> gone = remedy.DeletesSubject && Concerns(subject) ? [subject] : [];
        return put.Count + gone.Count == 0 ? null : new() { Put = put, Gone = gone, Within = within };
    }

    private static bool Concerns(ObjectRef item) => new KindRef(item.Group, item.Kind) is var kind && (Rights.Contains(kind) || Policies.Contains(kind));

    private static EffectAnswer Answer(ClusterView view, EffectQuestion question)
    {
        var edit = new InventoryEdit([.. question.Put.Select(Read).OfType<KubeObject>()], question.Gone);
        var within = question.Within?.ToHashSet(StringComparer.Ordinal);
        var (rights, policies) = (edit.Touches(Rights), edit.Touches(Policies));
        var unread = (rights ? Rights : []).Concat(policies ? Connected : []).Where(kind => !view.Inventory.Covers(kind)).Select(kind => kind.Kind)
            .Distinct(StringComparer.Ordinal).ToList();
        return unread.Count > 0
            ? new(null, null, unread)
            : new(rights ? RightsEffects.Of(view, edit, within) : null, policies ? ConnectionEffects.Of(view, edit, question.Within) : null, []);
    }

    private static KubeObject? Read(string manifest)
    {
        var json = JsonNode.Parse(manifest);
        var item = new ObjectRef(json?["apiVersion"]?.ToString() ?? "", json?["kind"]?.ToString() ?? "", "", "");
        return KnownKinds.Find(item.Group, item.Kind)?.Decode(Encoding.UTF8.GetBytes(manifest));
    }
}

/// <summary>What if these objects were so?</summary>
public sealed record EffectQuestion
{
    /// <summary>Manifests of objects as they would be, as JSON.</summary>
    public IReadOnlyList<string> Put { get; init; } = [];

    /// <summary>Objects that would be gone.</summary>
    public IReadOnlyList<ObjectRef> Gone { get; init; } = [];

    /// <summary>Namespaces that the asker may know of; null for all. What lies elsewhere is neither named nor counted.</summary>
    public IReadOnlyList<string>? Within { get; init; }
}

/// <summary>What a change does.</summary>
/// <param name="Rights">Who loses rights; null when no right is touched, or it cannot be told.</param>
/// <param name="Connections">What connections change; null when no policy is touched, or it cannot be told.</param>
/// <param name="Unread">Kinds that were not read: with any, nothing can be told.</param>
public sealed record EffectAnswer(RightsEffect? Rights, ConnectionsEffect? Connections, IReadOnlyList<string> Unread);

/// <summary>Who loses rights.</summary>
/// <param name="Holders">Those who do, and those whom another binding gives the same; at most 20, losers first.</param>
/// <param name="More">Further ones.</param>
public sealed record RightsEffect(IReadOnlyList<HolderEffect> Holders, int More);

/// <summary>One holder of rights that are taken out of a role or binding.</summary>
/// <param name="Subject">Who; without a name where the asker may not know it.</param>
/// <param name="Lost">Rights that nothing else gives, for example <c>get, list secrets in shop</c>; at most 5.</param>
/// <param name="MoreLost">Further ones.</param>
/// <param name="Kept">Rights that another binding gives too; at most 5.</param>
/// <param name="MoreKept">Further ones.</param>
/// <param name="Workloads">Workloads that run as this account and so lose the rights, by name; at most 5.</param>
/// <param name="MoreWorkloads">Further ones.</param>
public sealed record HolderEffect(
    Subject Subject, IReadOnlyList<string> Lost, int MoreLost, IReadOnlyList<KeptRight> Kept, int MoreKept, IReadOnlyList<string> Workloads, int MoreWorkloads);

/// <summary>A right that stays.</summary>
/// <param name="Right">For example <c>get secrets in shop</c>.</param>
/// <param name="By">The other binding; empty for the group system:masters.</param>
public sealed record KeptRight(string Right, string By);

/// <summary>Which connections change.</summary>
/// <param name="IsEnforced">Whether the network plug-in enforces policies; null when unknown.</param>
/// <param name="ByNamespace">There are too many workloads: told by namespace.</param>
/// <param name="Changes">Pairs between which something else passes than before; at most 50.</param>
/// <param name="More">Further ones.</param>
public sealed record ConnectionsEffect(bool? IsEnforced, bool ByNamespace, IReadOnlyList<ConnectionEffect> Changes, int More);

/// <summary>What passes between two ends, before and after.</summary>
public sealed record ConnectionEffect(NetworkNode Source, NetworkNode Destination, NetworkEdge Before, NetworkEdge After);

/// <summary>JSON of the live question about effects.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EffectQuestion))]
[JsonSerializable(typeof(EffectAnswer))]
internal sealed partial class EffectJson : JsonSerializerContext;
