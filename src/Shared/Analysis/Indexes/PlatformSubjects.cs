using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Subjects that count as the platform itself (rule R15): <c>system:</c> identities but for the broad groups, service accounts of system namespaces, and those on
/// the allow-list of the policy.
/// </summary>
internal static class PlatformSubjects
{
    /// <summary>Whether a grant is exempt because of its subject or because its binding is shipped with Kubernetes.</summary>
    public static bool IsExempt(Grant grant, ClusterView view) =>
        view.Access.IsShipped(grant.Binding) || IsPlatform(grant.Subject, grant.Binding.Namespace, view);

    /// <summary>Whether a subject is the platform; an absent namespace of a service account is that of the binding.</summary>
    public static bool IsPlatform(Subject subject, string bindingNamespace, ClusterView view)
    {
        if (subject.Kind == "User" && subject.Name.Split(':') is ["system", "serviceaccount", var ns, var name])
            subject = new() { Kind = "ServiceAccount", Namespace = ns, Name = name };
        return SubjectClass.IsSystem(subject) || SubjectClass.IsTrusted(subject, bindingNamespace, view.Policy)
            || subject is { Kind: "Group", Name: SubjectClass.Masters }
            || (subject.Kind == "ServiceAccount" && view.IsSystem(subject.Namespace is { Length: > 0 } own ? own : bindingNamespace));
    }
}
