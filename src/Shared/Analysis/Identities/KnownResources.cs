using Posture.Analysis.Access;
using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>API group and scope of resources by their plural: those whose objects are read, and further ones of Kubernetes that only rules name.</summary>
public static class KnownResources
{
    private const string Certificates = "certificates.k8s.io";
    private const string Authentication = "authentication.k8s.io";
    private const string Authorization = "authorization.k8s.io";
    private const string FlowControl = "flowcontrol.apiserver.k8s.io";

    /// <summary>Built-in resources that are never read, and the words that impersonation and signing are granted on.</summary>
    private static readonly (string Group, string Plural, bool Namespaced)[] Unread =
    [
        ("", "endpoints", true), ("", "events", true), ("", "bindings", true), ("", "componentstatuses", false),
        ("", "users", false), ("", "groups", false),
        ("events.k8s.io", "events", true), ("apps", "controllerrevisions", true), ("coordination.k8s.io", "leases", true),
        (Certificates, "certificatesigningrequests", false), (Certificates, "signers", false), (Certificates, "clustertrustbundles", false),
        (Authentication, "tokenreviews", false), (Authentication, "selfsubjectreviews", false), (Authentication, "uids", false),
        (Authentication, "userextras", false), (Authorization, "subjectaccessreviews", false),
        (Authorization, "selfsubjectaccessreviews", false), (Authorization, "selfsubjectrulesreviews", false),
        (Authorization, "localsubjectaccessreviews", true), ("storage.k8s.io", "csinodes", false), ("storage.k8s.io", "csistoragecapacities", true),
        (FlowControl, "flowschemas", false), (FlowControl, "prioritylevelconfigurations", false), ("snapshot.storage.k8s.io", "volumesnapshotcontents", false),
    ];

    private static readonly ILookup<string, (string Group, bool Namespaced)> ByPlural = KnownKinds.All.Where(kind => kind.IsServed)
        .Select(kind => (kind.Group, kind.Plural, kind.Namespaced)).Concat(Unread)
        .ToLookup(row => row.Plural, row => (row.Group, row.Namespaced), StringComparer.Ordinal);

    /// <summary>
    /// A question in the words of the command line: <c>get pods/log</c>, <c>patch deployments.apps/scale</c>, <c>get /metrics</c>. The group of a known plural
    /// may be left out.
    /// </summary>
    public static AccessQuestion QuestionOf(string verb, string resource, string ns, string name)
    {
        if (resource.StartsWith('/'))
            return AccessQuestion.OfPath(verb, resource);
        if (resource == "*")
            return new(verb, "*", "*", ns, name);
        var (type, sub) = resource.Split('/', 2) is [var before, var after] ? (before, $"/{after}") : (resource, "");
        return type.Split('.', 2) is [var plural, var group]
            ? new(verb, group, plural + sub, ns, name)
            : new(verb, ByPlural[type].Select(row => row.Group).FirstOrDefault(""), resource, ns, name);
    }

    /// <summary>A resource of a rule in the words that <see cref="QuestionOf"/> reads; <c>* (core)</c> for everything of the core group.</summary>
    public static string NameOf(string group, string resource) => (group, resource) switch
    {
        ("*", "*") => "*",
        ("", "*") => "* (core)",
        ("", _) => resource,
        _ => resource.Split('/', 2) is [var plural, var sub] ? $"{plural}.{group}/{sub}" : $"{resource}.{group}",
    };

    /// <summary>
    /// Whether no namespace holds such objects, so that rights on them hold in the whole cluster or not at all. Two differ: a Namespace counts as in itself,
    /// and the right to bind a ClusterRole is asked for in the namespace of the new RoleBinding. False for a resource that nobody knows.
    /// </summary>
    public static bool IsClusterScoped(IReadOnlyList<string> verbs, IReadOnlyList<string> groups, string resource)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        var plural = slash < 0 ? resource : resource[..slash];
        if (plural == "namespaces" || (plural == "clusterroles" && (verbs.Contains("bind") || verbs.Contains("*"))))
            return false;
        var known = ByPlural[plural].Where(row => groups.Contains(row.Group) || groups.Contains("*")).ToList();
        return known.Count > 0 && known.TrueForAll(row => !row.Namespaced);
    }
}
