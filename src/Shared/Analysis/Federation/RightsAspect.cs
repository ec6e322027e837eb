using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Federation;

/// <summary>The part of a digest about rights: a hash of each role and binding, and how far each subject reaches over the whole cluster.</summary>
internal static class RightsAspect
{
    private const string Group = "rbac.authorization.k8s.io";

    public static readonly IReadOnlyList<KindRef> Kinds =
        [new(Group, "ClusterRole"), new(Group, "Role"), new(Group, "ClusterRoleBinding"), new(Group, "RoleBinding")];

    /// <summary>The name of a role or binding in a digest.</summary>
    public static string KeyOf(KubeObject item) => item.Namespace.Length == 0 ? $"{item.Kind}/{item.Name}" : $"{item.Kind}/{item.Namespace}/{item.Name}";

    /// <summary>The namespace in a key; empty for cluster-scoped objects.</summary>
    public static ReadOnlySpan<char> NamespaceOf(ReadOnlySpan<char> key)
    {
        var rest = key[(key.IndexOf('/') + 1)..];
        return key.StartsWith("Cluster", StringComparison.Ordinal) || rest.IndexOf('/') is not (>= 0 and var slash) ? [] : rest[..slash];
    }

    public static RightsDigest? Of(ClusterView view)
    {
        var inventory = view.Inventory;
        if (!Kinds.All(inventory.Covers))
            return null;
        var objects = new SortedDictionary<string, RoleDigest>(StringComparer.Ordinal);
        foreach (var role in inventory.All<ClusterRole>())
            objects[KeyOf(role)] = Of(role, view.Access.RulesOf(role), null);
        foreach (var role in inventory.All<Role>())
            objects[KeyOf(role)] = Of(role, role.Rules, role.Namespace);
        var subjects = new SortedDictionary<string, RightsStrength>(StringComparer.Ordinal);
        foreach (var binding in view.Access.Bindings)
        {
            var digest = Of(binding);
            objects[KeyOf(binding.Object)] = digest;
            if (binding.Namespace is null && !view.Access.IsShipped(binding.Object))
                foreach (var subject in binding.Subjects)
                    if (!SubjectClass.IsSystem(subject) && SubjectClass.NameOf(subject, "") is var name && subjects.GetValueOrDefault(name) is var held)
                        subjects[name] = held > digest.Strength ? held : digest.Strength;
        }
        return new(inventory.Find<ClusterRole>("", ShippedAccess.ClusterAdmin) is not null, objects, subjects);
    }

    /// <summary>What rules amount to in a namespace, or in the whole cluster when it is null.</summary>
    public static RightsStrength StrengthOf(string? ns, IReadOnlyList<PolicyRule> rules)
    {
        if (TakeoverRights.Of(ns, rules) is { } right)
            return right == "everything" ? RightsStrength.Everything : RightsStrength.Takeover;
        var strength = RightsStrength.None;
        foreach (var rule in rules)
            foreach (var verb in rule.Verbs)
                if (verb is not ("get" or "list" or "watch"))
                    return RightsStrength.Write;
                else
                    strength = RightsStrength.Read;
        return strength;
    }

    private static RoleDigest Of(KubeObject role, IReadOnlyList<PolicyRule> rules, string? ns) =>
        new(AspectHash.OfSet(rules.Select(Text)), StrengthOf(ns, rules), ShippedAccess.IsNamed(role));

    private static RoleDigest Of(AccessBinding binding)
    {
        var hash = AspectHash.OfSet(
            binding.Subjects.Select(subject => SubjectClass.NameOf(subject, binding.Object.Namespace)).Append($"={binding.RoleRef.Kind}/{binding.RoleRef.Name}"));
        var strength = binding is { Namespace: null, IsClusterAdmin: true } ? RightsStrength.Everything : StrengthOf(binding.Namespace, binding.Rules);
        return new(hash, binding.Subjects.Count == 0 ? RightsStrength.None : strength, ShippedAccess.IsNamed(binding.Object));
    }

    private static string Text(PolicyRule rule) => string.Join('|', Set(rule.Verbs), Set(rule.ApiGroups), Set(rule.Resources), Set(rule.ResourceNames), Set(rule.NonResourceURLs));

    private static string Set(IReadOnlyList<string> values) => values.Count == 1 ? values[0] : string.Join(',', values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
