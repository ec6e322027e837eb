using System.Runtime.InteropServices;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>
/// Who may do what is asked: the reverse of <see cref="Authorizer"/>. Rules of roles are kept by verb and resource, bindings by role and namespace, so that an
/// answer costs the roles that match and what they are bound to, whatever else the cluster holds. <c>system:masters</c> is in no binding and not among the answers.
/// </summary>
public sealed class SubjectLocator
{
    /// <summary>A rule with more pairs of verb and resource than this is looked at in every question instead.</summary>
    private const int MaxPairs = 4096;

    private const string Any = "*";

    private readonly Dictionary<(string Namespace, string Verb, string Resource), List<Posting>> _byRight = [];
    private readonly Dictionary<string, List<Posting>> _byUrlVerb = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Posting>> _wide = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal) { "" };
    private readonly int _roles;

    internal SubjectLocator(AccessIndex index)
    {
        var roles = new Dictionary<(string Namespace, string Name), BoundRole>();
        foreach (var binding in index.Bindings)
        {
            if (binding.Rules.Count == 0 || binding.Members.Count == 0)
                continue;
            var ns = binding.RoleRef.Kind == "Role" ? binding.Object.Namespace : "";
            if (!roles.TryGetValue((ns, binding.RoleRef.Name), out var role))
            {
                roles[(ns, binding.RoleRef.Name)] = role = new(roles.Count, binding.Rules);
                Spread(ns, role);
            }
            role.Add(binding);
        }
        _roles = roles.Count;
    }

    /// <summary>Bindings that allow exactly this question; an empty namespace means the whole cluster, as for <see cref="Authorizer.Decide(Identity, in AccessQuestion)"/>.</summary>
    public IReadOnlyList<AccessHolder> Find(in AccessQuestion question)
    {
        var found = new Found(question, _roles);
        if (question.Path is not null)
        {
            found.TakeUrls(_byUrlVerb.GetValueOrDefault(question.Verb));
            if (question.Verb != Any)
                found.TakeUrls(_byUrlVerb.GetValueOrDefault(Any));
            return found.Holders;
        }
        Probe("", question, found);
        if (question.Namespace.Length > 0)
            Probe(question.Namespace, question, found);
        return found.Holders;
    }

    /// <summary>Bindings that allow it in the whole cluster or in any namespace.</summary>
    public IReadOnlyList<AccessHolder> FindAnywhere(in AccessQuestion question)
    {
        if (question.Path is not null)
            return Find(question);
        var found = new Found(question, _roles) { Anywhere = true };
        foreach (var ns in _namespaces)
            Probe(ns, question, found);
        return found.Holders;
    }

    private void Probe(string ns, in AccessQuestion question, Found found)
    {
        var slash = question.Resource.IndexOf('/', StringComparison.Ordinal);
        var sub = slash > 0 ? $"*{question.Resource[slash..]}" : null;
        Probe(ns, question.Verb, question.Resource, sub, found);
        if (question.Verb != Any)
            Probe(ns, Any, question.Resource, sub, found);
        found.Take(_wide.GetValueOrDefault(ns));
    }

    private void Probe(string ns, string verb, string resource, string? sub, Found found)
    {
        found.Take(_byRight.GetValueOrDefault((ns, verb, resource)));
        if (resource != Any)
            found.Take(_byRight.GetValueOrDefault((ns, verb, Any)));
        if (sub is not null && sub != resource)
            found.Take(_byRight.GetValueOrDefault((ns, verb, sub)));
    }

    private void Spread(string ns, BoundRole role)
    {
        _namespaces.Add(ns);
        for (var i = 0; i < role.Rules.Count; i++)
        {
            var (rule, posting) = (role.Rules[i], new Posting(role, i));
            if (rule.NonResourceURLs.Count > 0)
                foreach (var verb in rule.Verbs)
                    Put(_byUrlVerb, verb, posting);
            if ((long)rule.Verbs.Count * rule.Resources.Count > MaxPairs)
            {
                Put(_wide, ns, posting);
                continue;
            }
            foreach (var verb in rule.Verbs)
                foreach (var resource in rule.Resources)
                    Put(_byRight, (ns, verb, resource), posting);
        }
    }

    private static void Put<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key, TValue value)
        where TKey : notnull
    {
        ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, key, out _);
        (held ??= []).Add(value);
    }

    /// <summary>A rule of a role that is bound somewhere.</summary>
    private readonly record struct Posting(BoundRole Role, int Rule);

    /// <summary>A role and its bindings: in the whole cluster, and by the namespace they hold in.</summary>
    private sealed class BoundRole(int number, IReadOnlyList<PolicyRule> rules)
    {
        public int Number => number;

        public IReadOnlyList<PolicyRule> Rules => rules;

        public List<AccessBinding> Everywhere { get; } = [];

        public Dictionary<string, List<AccessBinding>> ByNamespace { get; } = new(StringComparer.Ordinal);

        public void Add(AccessBinding binding)
        {
            if (binding.Namespace is null)
                Everywhere.Add(binding);
            else
                Put(ByNamespace, binding.Namespace, binding);
        }
    }

    /// <summary>What one question has found so far: each role once, with the first of its rules that was met.</summary>
    private sealed class Found(AccessQuestion question, int roles)
    {
        /// <summary>A bit for each role: most questions meet a few dozen, and a set of them would cost more than the rest of the answer.</summary>
        private readonly ulong[] _seen = new ulong[(roles + 63) / 64];

        public bool Anywhere { get; init; }

        public List<AccessHolder> Holders { get; } = [];

        public void Take(List<Posting>? postings)
        {
            foreach (var (role, rule) in CollectionsMarshal.AsSpan(postings))
                if (RuleMatch.Allows(role.Rules[rule], question.ApiGroup, question.Resource, question.Verb, question.Name) && IsNew(role))
                    Take(role, rule);
        }

        public void TakeUrls(List<Posting>? postings)
        {
            foreach (var (role, rule) in CollectionsMarshal.AsSpan(postings))
                if (RuleMatch.AllowsPath(role.Rules[rule], question.Verb, question.Path!) && IsNew(role))
                    Take(role.Everywhere, rule);
        }

        private bool IsNew(BoundRole role)
        {
            ref var word = ref _seen[role.Number / 64];
            var bit = 1UL << (role.Number % 64);
            if ((word & bit) != 0)
                return false;
            word |= bit;
            return true;
        }

        private void Take(BoundRole role, int rule)
        {
            Take(role.Everywhere, rule);
            if (Anywhere)
                foreach (var bindings in role.ByNamespace.Values)
                    Take(bindings, rule);
            else if (question.Namespace.Length > 0 && role.ByNamespace.Count > 0)
                Take(role.ByNamespace.GetValueOrDefault(question.Namespace), rule);
        }

        private void Take(List<AccessBinding>? bindings, int rule)
        {
            foreach (var binding in CollectionsMarshal.AsSpan(bindings))
                Holders.Add(new(binding, rule));
        }
    }
}
