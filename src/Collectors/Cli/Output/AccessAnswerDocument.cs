using System.Text.Json;
using Posture.Analysis.Access;

namespace Posture.Collectors.Cli.Output;

/// <summary>One line of <c>access can -o ndjson</c>. <c>By</c> is null where denied, and for
/// <c>system:masters</c>, whose rights no binding gives. Fields are only ever added.</summary>
internal sealed record AccessAnswerDocument(JsonElement? Id, bool Allowed, AccessGrantDocument? By, string Reason)
{
    public static AccessAnswerDocument Of(JsonElement? id, AccessDecision decision) =>
        new(id, decision.Allowed, AccessGrantDocument.Of(decision), ReasonOf(decision));

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
    public static AccessGrantDocument? Of(AccessDecision decision) => decision.Binding is { } binding
        ? new(NameOf(binding.Object), NameOf(binding.RoleRef.Kind, binding.RoleRef.Kind == "Role" ? binding.Object.Namespace : "", binding.RoleRef.Name))
        : null;

    public static string NameOf(Model.Inventory.KubeObject item) => NameOf(item.Kind, item.Namespace, item.Name);

    private static string NameOf(string kind, string ns, string name) => ns.Length == 0 ? $"{kind}/{name}" : $"{kind}/{ns}/{name}";
}
