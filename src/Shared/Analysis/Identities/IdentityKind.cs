using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>What sort of identity a subject of RBAC is.</summary>
public enum IdentityKind
{
    /// <summary>A person or program that the identity provider or a certificate names.</summary>
    User,
    /// <summary>A group of the identity provider or of certificates: Kubernetes keeps no list of its members.</summary>
    Group,
    /// <summary>One service account.</summary>
    ServiceAccount,
    /// <summary>Every service account of the cluster or of a namespace.</summary>
    ServiceAccounts,
    /// <summary>Whoever has signed in.</summary>
    Everyone,
    /// <summary>Whoever has not signed in.</summary>
    Anonymous,
    /// <summary>A node, or all of them.</summary>
    Node,
    /// <summary>A user or group of Kubernetes itself.</summary>
    Component,
}

/// <summary>Subjects as identities.</summary>
internal static class IdentityKinds
{
    private const string AccountsOfNamespace = SubjectClass.ServiceAccounts + ":";
    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>A service account that is spelled as a user is a service account.</summary>
    public static Subject Plain(Subject subject) =>
        subject.Kind == "User" && subject.Name.StartsWith(AccountPrefix, StringComparison.Ordinal)
        && subject.Name.Split(':') is [_, _, { Length: > 0 } ns, { Length: > 0 } name]
            ? new() { Kind = "ServiceAccount", Namespace = ns, Name = name }
            : subject;

    /// <summary>Sort of a <see cref="Plain"/> subject.</summary>
    public static IdentityKind Of(Subject subject) => subject switch
    {
        { Kind: "ServiceAccount" } => IdentityKind.ServiceAccount,
        { Name: SubjectClass.Anonymous or SubjectClass.Unauthenticated } => IdentityKind.Anonymous,
        { Kind: "Group", Name: SubjectClass.Authenticated } => IdentityKind.Everyone,
        { Kind: "Group", Name: SubjectClass.Nodes } => IdentityKind.Node,
        { Kind: "User" } when subject.Name.StartsWith("system:node:", StringComparison.Ordinal) => IdentityKind.Node,
        _ when SubjectClass.IsServiceAccounts(subject) => IdentityKind.ServiceAccounts,
        _ when subject.Name.StartsWith("system:", StringComparison.Ordinal) => IdentityKind.Component,
        { Kind: "Group" } => IdentityKind.Group,
        _ => IdentityKind.User,
    };

    /// <summary>The namespace that a subject names: its own, or that of all its service accounts; null for none.</summary>
    public static string? NamespaceOf(Subject subject) => subject switch
    {
        { Kind: "ServiceAccount" } => subject.Namespace,
        { Kind: "Group" } when subject.Name.StartsWith(AccountsOfNamespace, StringComparison.Ordinal) => subject.Name[AccountsOfNamespace.Length..],
        _ => null,
    };
}
