using System.Reflection;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Roles and bindings that Kubernetes and kubeadm create (<c>Catalogue/shipped-access.txt</c>): what exemption class DEFAULT-RBAC compares with, so that a
/// label alone exempts nothing (rule R15).
/// </summary>
internal static class ShippedAccess
{
    public const string ClusterAdmin = "cluster-admin";

    private const string Label = "kubernetes.io/bootstrapping";
    private const string NoNamespace = "-";

    private static readonly Dictionary<(string Namespace, string Name), List<PolicyRule>> Roles = [];
    private static readonly Dictionary<(string Namespace, string Name), Entry> Bindings = [];

    static ShippedAccess()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Posture.Analysis.Catalogue.shipped-access.txt")
            ?? throw new InvalidOperationException("shipped-access.txt is not embedded");
        using var reader = new StreamReader(stream);
        var included = new List<(List<PolicyRule> Into, string Role)>();
        var rules = new List<PolicyRule>();
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            if (line.StartsWith('+'))
                included.Add((rules, line[1..]));
            else if (words[0] == "role")
                Roles[(words[1], words[2])] = rules = [];
            else if (words[0] is "binding" or "kubeadm")
                Bindings[(words[1], words[2])] = new(words[3], words[4], words.Length > 5 ? words[5].Split(',') : [], words[0] == "kubeadm");
            else if (!line.StartsWith('#'))
                rules.Add(Rule(line.Split('|')));
        }
        foreach (var (into, role) in Enumerable.Reverse(included)) // "view" before "edit" before "admin": later roles are listed first
            into.AddRange(Roles[(NoNamespace, role)]);
    }

    /// <summary>Rules of a shipped ClusterRole; null when there is none of that name.</summary>
    public static IReadOnlyList<PolicyRule>? RulesOf(string clusterRole) => Roles.GetValueOrDefault((NoNamespace, clusterRole));

    public static bool IsKnownRole(KubeObject role) => Roles.ContainsKey(Key(role));

    /// <summary>Whether a role or binding carries the name and label of one that comes with Kubernetes, whatever it holds: releases differ in that.</summary>
    public static bool IsNamed(KubeObject item) =>
        item.Metadata.Labels[Label] == "rbac-defaults" && (item is Role or ClusterRole ? Roles.ContainsKey(Key(item)) : Bindings.ContainsKey(Key(item)));

    /// <summary>Whether a role carries a shipped name and label and holds no more than it was shipped with, or than the roles that it aggregates.</summary>
    public static bool IsRole(KubeObject role, IReadOnlyList<PolicyRule> rules, List<PolicyRule> aggregated) =>
        role.Metadata.Labels[Label] == "rbac-defaults"
        && Roles.TryGetValue(Key(role), out var shipped)
        && rules.All(rule => RuleMatch.Covers(shipped, Current(rule)) || RuleMatch.Covers(aggregated, rule));

    /// <summary>Whether a binding carries a shipped name (and label, unless kubeadm made it), references the same role and adds no subject.</summary>
    public static bool IsBinding(AccessBinding binding) =>
        Bindings.TryGetValue(Key(binding.Object), out var shipped)
        && (shipped.Unlabelled || binding.Object.Metadata.Labels[Label] == "rbac-defaults")
        && shipped.RoleKind == binding.RoleRef.Kind && shipped.RoleName == binding.RoleRef.Name
        && binding.Subjects.All(subject => shipped.Subjects.Contains(SubjectClass.NameOf(subject, binding.Object.Namespace)));

    private static (string Namespace, string Name) Key(KubeObject item) => (item.Namespace.Length == 0 ? NoNamespace : item.Namespace, item.Name);

    /// <summary>Releases before 1.30 also named the API group extensions, which is gone: it grants nothing.</summary>
    private static PolicyRule Current(PolicyRule rule) =>
        rule.ApiGroups.Contains("extensions") ? rule with { ApiGroups = [.. rule.ApiGroups.Where(group => group != "extensions")] } : rule;

    private static PolicyRule Rule(string[] parts) => new()
    {
        Verbs = parts[0].Split(','),
        ApiGroups = parts[2].Length > 0 ? parts[1].Split(',') : [],
        Resources = List(parts[2]),
        ResourceNames = List(parts[3]),
        NonResourceURLs = List(parts[4]),
    };

    private static string[] List(string text) => text.Length == 0 ? [] : text.Split(',');

    private sealed record Entry(string RoleKind, string RoleName, string[] Subjects, bool Unlabelled);
}
