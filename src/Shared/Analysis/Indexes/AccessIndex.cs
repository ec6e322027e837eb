using Posture.Analysis.Access;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Who is granted what: every binding resolved to its role's rules, aggregated ClusterRoles expanded (rule R15). Built once and rebuilt when an RBAC object
/// changes. In a partial dump (no ClusterRole cluster-admin) the roles shipped with Kubernetes stand in, and any other missing role is unknown.
/// </summary>
public sealed class AccessIndex
{
    private readonly ClusterInventory _inventory;
    private readonly Dictionary<ObjectRef, AccessBinding> _byObject;
    private readonly Dictionary<string, IReadOnlyList<PolicyRule>> _expanded = new(StringComparer.Ordinal);
    private readonly bool _partial;
    private readonly Dictionary<(string Namespace, string Name), IReadOnlyList<Grant>> _byAccount = [];
    private ILookup<(string Kind, string Namespace, string Name), AccessBinding>? _byRole;

    internal AccessIndex(ClusterInventory inventory, PosturePolicy policy)
    {
        _inventory = inventory;
        _partial = inventory.Find<ClusterRole>("", ShippedAccess.ClusterAdmin) is null;
        var bindings = new List<AccessBinding>();
        foreach (var binding in inventory.All<ClusterRoleBinding>())
            bindings.Add(Resolve(binding, null, binding.RoleRef, binding.Subjects, policy));
        foreach (var binding in inventory.All<RoleBinding>())
            bindings.Add(Resolve(binding, binding.Namespace, binding.RoleRef, binding.Subjects, policy));
        _byObject = bindings.ToDictionary(binding => binding.Object.Ref);
        Grants = [.. bindings.SelectMany(binding => binding.Subjects, (binding, subject) =>
            new Grant(subject, binding.Object, binding.Namespace, binding.RoleRef, binding.Rules))];
        TrustedAdmins = bindings.Where(binding => binding.IsClusterAdmin).SelectMany(binding => binding.Subjects.Where(subject => subject.Kind != "ServiceAccount"))
            .Select(subject => SubjectClass.NameOf(subject, "")).Where(policy.TrustedSubjects.Contains).Distinct(StringComparer.Ordinal).Count();
        BySubject = Grants.ToLookup(grant => KeyOf(grant.Subject, grant.Binding.Namespace));
    }

    public IReadOnlyList<Grant> Grants { get; }

    /// <summary>Grants by (subject kind, namespace, name); the namespace is empty for users and groups.</summary>
    public ILookup<(string Kind, string Namespace, string Name), Grant> BySubject { get; }

    /// <summary>Every RoleBinding and ClusterRoleBinding.</summary>
    public IReadOnlyCollection<AccessBinding> Bindings => _byObject.Values;

    /// <summary>Users and groups trusted by the policy that hold cluster-admin rights somewhere.</summary>
    public int TrustedAdmins { get; }

    /// <summary>Answers who may do what by these bindings.</summary>
    public Authorizer Authorizer => field ??= new(this);

    /// <summary>Answers by whom something may be done.</summary>
    public SubjectLocator WhoCan => field ??= new(this);

    public AccessBinding BindingOf(KubeObject binding) => _byObject[binding.Ref];

    /// <summary>Null when the binding has just gone.</summary>
    public AccessBinding? Find(KubeObject binding) => _byObject.GetValueOrDefault(binding.Ref);

    /// <summary>Bindings that reference a Role (by namespace) or ClusterRole.</summary>
    public IEnumerable<AccessBinding> BindingsOf(KubeObject role) => (_byRole ??= Bindings.ToLookup(binding =>
        (binding.RoleRef.Kind, binding.RoleRef.Kind == "Role" ? binding.Object.Namespace : "", binding.RoleRef.Name)))[(role.Kind, role.Namespace, role.Name)];

    /// <summary>Grants of a service account, those of its implied groups included.</summary>
    public IEnumerable<Grant> OfServiceAccount(string ns, string name) =>
        OfServiceAccountItself(ns, name).Concat(BySubject[("Group", "", "system:authenticated")]);

    /// <summary>Grants of a service account that not every signed-in identity has too; looked up once for all who ask.</summary>
    public IReadOnlyList<Grant> OfServiceAccountItself(string ns, string name) =>
        _byAccount.TryGetValue((ns, name), out var known) ? known : _byAccount[(ns, name)] =
        [
            .. BySubject[("ServiceAccount", ns, name)],
            .. BySubject[("User", "", $"system:serviceaccount:{ns}:{name}")],
            .. BySubject[("Group", "", $"system:serviceaccounts:{ns}")],
            .. BySubject[("Group", "", "system:serviceaccounts")],
        ];

    /// <summary>Whether a role or binding is one that Kubernetes or kubeadm creates, and still as created (exemption class DEFAULT-RBAC).</summary>
    public bool IsShipped(KubeObject item) => item switch
    {
        ClusterRole role => ShippedAccess.IsRole(role, RulesOf(role), role.AggregationRule is null ? [] : SourcesOf(role)),
        Role role => ShippedAccess.IsRole(role, role.Rules, []),
        RoleBinding or ClusterRoleBinding => BindingOf(item) is var binding && ShippedAccess.IsBinding(binding) && (binding.Role is not { } role || HasShippedRules(role)),
        _ => false,
    };

    private static (string Kind, string Namespace, string Name) KeyOf(Subject subject, string bindingNamespace) =>
        (subject.Kind, subject.Kind == "ServiceAccount" ? subject.Namespace ?? bindingNamespace : "", subject.Name);

    /// <summary>Roles that kubeadm makes are not labelled; what they hold is judged like any other.</summary>
    private bool HasShippedRules(KubeObject role) => !ShippedAccess.IsKnownRole(role) || IsShipped(role);

    private AccessBinding Resolve(KubeObject item, string? ns, RoleRef reference, IReadOnlyList<Subject> subjects, PosturePolicy policy)
    {
        KubeObject? role = reference.Kind switch
        {
            "ClusterRole" => _inventory.Find<ClusterRole>("", reference.Name),
            "Role" when ns is not null => _inventory.Find<Role>(ns, reference.Name),
            _ => null,
        };
        var rules = role switch
        {
            ClusterRole found => RulesOf(found),
            Role found => found.Rules,
            _ when !_partial => [],
            _ => reference.Kind == "ClusterRole" ? ShippedAccess.RulesOf(reference.Name) : null,
        };
        return new(item, ns, reference, subjects, role, rules, policy);
    }

    /// <summary>Rules of a ClusterRole, those that it aggregates included.</summary>
    internal IReadOnlyList<PolicyRule> RulesOf(ClusterRole role)
    {
        if (role.AggregationRule is null || role.Rules.Count > 0)
            return role.Rules;
        if (_expanded.TryGetValue(role.Name, out var known))
            return known;
        _expanded[role.Name] = []; // ends circles: a role that is being expanded adds nothing to itself
        return _expanded[role.Name] = SourcesOf(role);
    }

    private List<PolicyRule> SourcesOf(ClusterRole role) =>
        [.. _inventory.All<ClusterRole>()
            .Where(source => source.Name != role.Name && role.AggregationRule!.ClusterRoleSelectors.Any(selector => selector.Matches(source.Metadata.Labels)))
            .SelectMany(RulesOf)];
}
