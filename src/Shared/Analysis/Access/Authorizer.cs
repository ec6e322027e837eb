using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>
/// Answers as the API server's RBAC authorizer does, <c>system:masters</c> before it. Bindings are kept by subject and namespace, so that an answer costs what
/// the identity itself is granted, whatever else the cluster holds. The Node authorizer is not modelled: it needs the pods that run on each node.
/// </summary>
public sealed class Authorizer
{
    private readonly Dictionary<string, Granted> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Granted> _groups = new(StringComparer.Ordinal);

    internal Authorizer(AccessIndex index)
    {
        foreach (var binding in index.Bindings)
            foreach (var subject in binding.Members)
                HolderOf(subject).Add(binding);
    }

    /// <summary>Whether the identity may do what is asked, and by which binding. Allocates nothing.</summary>
    public AccessDecision Decide(Identity identity, in AccessQuestion question)
    {
        AccessBinding? missing = null;
        var groups = identity.Groups;
        for (var i = 0; i < groups.Count; i++)
            if (groups[i] == SubjectClass.Masters)
                return new(true, null, -1, null);
        if (_users.TryGetValue(identity.User, out var granted) && Decide(granted, question, ref missing) is { Allowed: true } own)
            return own;
        for (var i = 0; i < groups.Count; i++)
            if (_groups.TryGetValue(groups[i], out granted) && Decide(granted, question, ref missing) is { Allowed: true } shared)
                return shared;
        return new(false, null, -1, missing);
    }

    private static AccessDecision Decide(Granted granted, in AccessQuestion question, ref AccessBinding? missing)
    {
        if (Decide(granted.Everywhere, question, ref missing) is { Allowed: true } everywhere)
            return everywhere;
        return question.Path is null && question.Namespace.Length > 0 && granted.ByNamespace.TryGetValue(question.Namespace, out var bindings)
            ? Decide(bindings, question, ref missing)
            : default;
    }

    private static AccessDecision Decide(List<AccessBinding> bindings, in AccessQuestion question, ref AccessBinding? missing)
    {
        foreach (var binding in bindings)
        {
            if (binding.Role is null && binding.Rules.Count == 0)
                missing ??= binding;
            var rules = binding.Rules;
            for (var i = 0; i < rules.Count; i++)
                if (Allows(rules[i], question))
                    return new(true, binding, i, null);
        }
        return default;
    }

    private static bool Allows(PolicyRule rule, in AccessQuestion question) => question.Path is { } path
        ? RuleMatch.AllowsPath(rule, question.Verb, path)
        : RuleMatch.Allows(rule, question.ApiGroup, question.Resource, question.Verb, question.Name);

    /// <summary>
    /// Bindings of an identity and of its groups, each once: all of them, or with <paramref name="ns"/> those that count there. An empty namespace asks for the
    /// whole cluster only.
    /// </summary>
    public IEnumerable<AccessBinding> BindingsOf(Identity identity, string? ns = null)
    {
        var holders = identity.Groups.Select(group => _groups.GetValueOrDefault(group)).Prepend(_users.GetValueOrDefault(identity.User)).OfType<Granted>();
        return holders.SelectMany(holder => holder.In(ns)).Distinct();
    }

    /// <summary>A service account is a user by another spelling.</summary>
    private Granted HolderOf(Subject subject) => subject.Kind switch
    {
        "Group" => Of(_groups, subject.Name),
        "ServiceAccount" => Of(_users, Identity.AccountName(subject.Namespace!, subject.Name)),
        _ => Of(_users, subject.Name),
    };

    private static Granted Of(Dictionary<string, Granted> holders, string name)
    {
        if (!holders.TryGetValue(name, out var granted))
            holders[name] = granted = new();
        return granted;
    }

    /// <summary>The bindings of one user or group.</summary>
    private sealed class Granted
    {
        public List<AccessBinding> Everywhere { get; } = [];

        public Dictionary<string, List<AccessBinding>> ByNamespace { get; } = new(StringComparer.Ordinal);

        public IEnumerable<AccessBinding> In(string? ns) => ns is null
            ? Everywhere.Concat(ByNamespace.Values.SelectMany(bindings => bindings))
            : Everywhere.Concat(ByNamespace.TryGetValue(ns, out var own) ? own : []);

        public void Add(AccessBinding binding)
        {
            if (binding.Namespace is not { } ns)
                Everywhere.Add(binding);
            else if (ByNamespace.TryGetValue(ns, out var bindings))
                bindings.Add(binding);
            else
                ByNamespace[ns] = [binding];
        }
    }
}
