using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>Kinds of RBAC subjects: components of Kubernetes, and groups so broad that nobody can say who is in them (rule R15).</summary>
internal static class SubjectClass
{
    public const string Authenticated = "system:authenticated";
    public const string Unauthenticated = "system:unauthenticated";
    public const string Anonymous = "system:anonymous";
    public const string Masters = "system:masters";
    public const string Nodes = "system:nodes";
    public const string ServiceAccounts = "system:serviceaccounts";

    /// <summary>A user or group of Kubernetes itself. The broad groups are not, nor is a service account spelled as a user.</summary>
    public static bool IsSystem(Subject subject) => subject.Kind switch
    {
        "User" => Begins(subject.Name, "system:") && subject.Name != Anonymous && !Begins(subject.Name, "system:serviceaccount:"),
        "Group" => Begins(subject.Name, "system:") && !IsBroad(subject),
        _ => false,
    };

    /// <summary>A group whose members nobody lists, or that cannot be revoked.</summary>
    public static bool IsBroad(Subject subject) => subject.Kind == "Group"
        && (subject.Name is Authenticated or Unauthenticated or Masters or Nodes || IsServiceAccounts(subject));

    /// <summary>All service accounts of the cluster or of one namespace.</summary>
    public static bool IsServiceAccounts(Subject subject) =>
        subject.Kind == "Group" && (subject.Name == ServiceAccounts || Begins(subject.Name, "system:serviceaccounts:"));

    /// <summary>Whoever has not signed in.</summary>
    public static bool IsAnonymous(Subject subject) => subject.Kind is "User" or "Group" && subject.Name is Anonymous or Unauthenticated;

    /// <summary>On the policy's allow-list, or a service account of a platform controller there.</summary>
    public static bool IsTrusted(Subject subject, string bindingNamespace, PosturePolicy policy) =>
        policy.TrustedSubjects.Contains(NameOf(subject, bindingNamespace))
        || (subject.Kind == "ServiceAccount" && policy.PlatformAccounts.Count > 0 && (subject.Namespace ?? bindingNamespace) is var ns
            && (policy.PlatformAccounts.Contains(ns) || policy.PlatformAccounts.Contains($"{ns}/{subject.Name}")));

    /// <summary><c>Kind:name</c>, for a service account <c>ServiceAccount:namespace/name</c>: the spelling of the policy.</summary>
    public static string NameOf(Subject subject, string bindingNamespace) =>
        subject.Kind == "ServiceAccount" ? $"ServiceAccount:{subject.Namespace ?? bindingNamespace}/{subject.Name}" : $"{subject.Kind}:{subject.Name}";

    /// <summary>Up to three subjects for people, and how many more there are.</summary>
    public static string Describe(IReadOnlyList<Subject> subjects, string bindingNamespace)
    {
        var names = string.Join(", ", subjects.Take(3).Select(subject => NameOf(subject, bindingNamespace)));
        return subjects.Count <= 3 ? names : $"{names} and {subjects.Count - 3} more";
    }

    private static bool Begins(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal);
}
