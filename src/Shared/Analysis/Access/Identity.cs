using Posture.Analysis.Indexes;

namespace Posture.Analysis.Access;

/// <summary>Who asks: a user name and its groups, as authentication gives them to the authorizers.</summary>
public sealed record Identity(string User, IReadOnlyList<string> Groups)
{
    private const string AccountPrefix = "system:serviceaccount:";
    private const string NodePrefix = "system:node:";

    /// <summary>A service account has the user name <c>system:serviceaccount:NAMESPACE:NAME</c>.</summary>
    public static string AccountName(string ns, string name) => $"{AccountPrefix}{ns}:{name}";

    /// <summary>A service account with its implied groups.</summary>
    public static Identity OfAccount(string ns, string name) => WithImpliedGroups(AccountName(ns, name), []);

    /// <summary>Whoever is in a group, of whom nothing else is known.</summary>
    public static Identity OfGroup(string group) => group == SubjectClass.Unauthenticated ? new("", [group]) : WithImpliedGroups("", [group]);

    /// <summary>The kubelet of a node.</summary>
    public static Identity OfNode(string node) => WithImpliedGroups(NodePrefix + node, [SubjectClass.Nodes]);

    /// <summary>
    /// The API server asks its Node authorizer too, which knows what the pods of the node need: user <c>system:node:NAME</c> in group <c>system:nodes</c>.
    /// </summary>
    public bool IsNode => User.StartsWith(NodePrefix, StringComparison.Ordinal) && Groups.Contains(SubjectClass.Nodes);

    /// <summary>
    /// A user with the groups that every request of it carries beside <paramref name="groups"/>: <c>system:authenticated</c>, for a service account
    /// <c>system:serviceaccounts</c> and <c>system:serviceaccounts:NAMESPACE</c>; for <c>system:anonymous</c> only <c>system:unauthenticated</c>.
    /// </summary>
    public static Identity WithImpliedGroups(string user, IReadOnlyList<string> groups)
    {
        if (user == SubjectClass.Anonymous)
            return new(user, [.. groups.Append(SubjectClass.Unauthenticated).Distinct(StringComparer.Ordinal)]);
        IEnumerable<string> implied = user.StartsWith(AccountPrefix, StringComparison.Ordinal) && user.Split(':') is [_, _, { Length: > 0 } ns, { Length: > 0 }]
            ? [SubjectClass.ServiceAccounts, $"{SubjectClass.ServiceAccounts}:{ns}", SubjectClass.Authenticated]
            : [SubjectClass.Authenticated];
        return new(user, [.. groups.Concat(implied).Distinct(StringComparer.Ordinal)]);
    }
}
