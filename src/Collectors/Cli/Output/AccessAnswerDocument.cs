using System.Text.Json;
using Posture.Analysis.Access;
using Posture.Analysis.Indexes;

namespace Posture.Collectors.Cli.Output;

/// <summary>One line of <c>access can -o ndjson</c>. <c>By</c> is null where denied, and for
/// <c>system:masters</c>, whose rights no binding gives. Fields are only ever added.</summary>
internal sealed record AccessAnswerDocument(JsonElement? Id, bool Allowed, AccessGrantDocument? By, string Reason)
{
    public static AccessAnswerDocument Of(JsonElement? id, Identity identity, AccessDecision decision) =>
        new(id, decision.Allowed, AccessGrantDocument.Of(decision), identity.IsNode && !decision.Allowed
            ? $"{ReasonOf(decision)}; the Node authorizer, which allows a node what its own pods need, is not part of this answer" : ReasonOf(decision));

    private static string ReasonOf(AccessDecision decision) => decision switch
    {
        { Allowed: true, Binding: null } => "the group system:masters is allowed everything before RBAC is asked",
        { Binding: { } binding } => $"{binding.RuleAt(decision.Rule)}, {binding.Place}",
        { Missing: { } missing } =>
            $"no rule allows it; {AccessGrantDocument.NameOf(missing.Object)} names {missing.RoleRef.Kind} \"{missing.RoleRef.Name}\", which is not there",
        _ => "no rule allows it",
    };
}

/// <summary>What allowed it, as <c>Kind/namespace/name</c> (<c>Kind/name</c> without a namespace).</summary>
internal sealed record AccessGrantDocument(string Binding, string Role)
{
    public static AccessGrantDocument? Of(AccessDecision decision) => decision.Binding is { } binding ? Of(binding) : null;

    public static AccessGrantDocument Of(AccessBinding binding) =>
        new(NameOf(binding.Object), NameOf(binding.RoleRef.Kind, binding.RoleRef.Kind == "Role" ? binding.Object.Namespace : "", binding.RoleRef.Name));

    public static string NameOf(Model.Inventory.KubeObject item) => NameOf(item.Kind, item.Namespace, item.Name);

    private static string NameOf(string kind, string ns, string name) => GrantAnswer.NameOf(kind, ns, name);
}
