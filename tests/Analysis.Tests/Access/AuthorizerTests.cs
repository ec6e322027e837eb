using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Access;

public sealed class AuthorizerTests
{
    private const string Header = "apiVersion: rbac.authorization.k8s.io/v1\n";

    /// <summary>Makes the cluster a whole one, in which a missing role is missing.</summary>
    private const string ClusterAdmin = Header
        + "kind: ClusterRole\nmetadata: { name: cluster-admin }\nrules: [{ verbs: [\"*\"], apiGroups: [\"*\"], resources: [\"*\"] }]\n---\n";

    private const string ReadPods = "verbs: [get], apiGroups: [\"\"], resources: [pods]";

    private static readonly Identity Alice = new("alice", ["devs", "system:authenticated"]);

    private static Authorizer Read(string yaml) => new ClusterView("test", Manifests.Inventory(yaml), PosturePolicy.Default).Access.Authorizer;

    private static string Role(string rule, string ns = "") =>
        $"{Header}kind: {(ns.Length == 0 ? "ClusterRole" : "Role")}\nmetadata: {{ name: r{(ns.Length == 0 ? "" : $", namespace: {ns}")} }}\n"
        + $"rules: [{{ {rule} }}]\n---\n";

    private static string Bind(string subject, string ns = "", string role = "ClusterRole, name: r") =>
        $"{Header}kind: {(ns.Length == 0 ? "ClusterRoleBinding" : "RoleBinding")}\nmetadata: {{ name: b{(ns.Length == 0 ? "" : $", namespace: {ns}")} }}\n"
        + $"roleRef: {{ kind: {role} }}\nsubjects: [{{ {subject} }}]\n---\n";

    [Theory]
    [InlineData("verbs: [get], apiGroups: [\"\"], resources: [pods]", "get", "", "pods", "", true)]
    [InlineData("verbs: [get], apiGroups: [\"\"], resources: [pods]", "list", "", "pods", "", false)]
    [InlineData("verbs: [get], apiGroups: [\"\"], resources: [pods]", "GET", "", "pods", "", false)]
    [InlineData("verbs: [get], apiGroups: [\"\"], resources: [pods]", "get", "apps", "pods", "", false)]
    [InlineData("verbs: [get], apiGroups: [\"\"], resources: [pods]", "get", "", "pods/log", "", false)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [pods]", "escalate", "", "pods", "", true)]
    [InlineData("verbs: [get], apiGroups: [\"*\"], resources: [pods]", "get", "apps", "pods", "", true)]
    [InlineData("verbs: [get], apiGroups: [\"\"], resources: [\"*\"]", "get", "", "pods/log", "", true)]
    [InlineData("verbs: [get], apiGroups: [apps], resources: [\"*/scale\"]", "get", "apps", "deployments/scale", "", true)]
    [InlineData("verbs: [get], apiGroups: [apps], resources: [\"*/scale\"]", "get", "apps", "deployments/status", "", false)]
    [InlineData("verbs: [get], apiGroups: [apps], resources: [\"*/scale\"]", "get", "apps", "scale", "", false)]
    [InlineData("verbs: [get], apiGroups: [\"\"], resources: [\"pods/*\"]", "get", "", "pods/log", "", false)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [secrets], resourceNames: [a, b]", "get", "", "secrets", "b", true)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [secrets], resourceNames: [a, b]", "get", "", "secrets", "c", false)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [secrets], resourceNames: [\"*\"]", "get", "", "secrets", "c", false)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [secrets], resourceNames: [a]", "list", "", "secrets", "", false)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [secrets], resourceNames: [a]", "watch", "", "secrets", "", false)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [secrets], resourceNames: [a]", "create", "", "secrets", "", false)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [secrets], resourceNames: [a]", "deletecollection", "", "secrets", "", false)]
    [InlineData("verbs: [\"*\"], apiGroups: [\"\"], resources: [secrets], resourceNames: [a]", "list", "", "secrets", "a", true)]
    [InlineData("verbs: [\"*\"], nonResourceURLs: [\"*\"]", "get", "", "pods", "", false)]
    public void Rule_IsMatchedAsTheApiServerDoes(string rule, string verb, string group, string resource, string name, bool allowed) =>
        Assert.Equal(allowed, Read(ClusterAdmin + Role(rule) + Bind("kind: User, name: alice")).Decide(Alice, new(verb, group, resource, "n", name)).Allowed);

    [Theory]
    [InlineData("/healthz", "/healthz", true)]
    [InlineData("/healthz", "/healthz/etcd", false)]
    [InlineData("/healthz/*", "/healthz/etcd", true)]
    [InlineData("/healthz/*", "/healthz", false)]
    [InlineData("/healthz*", "/healthz", true)]
    [InlineData("/*/etcd", "/healthz/etcd", false)]
    [InlineData("*", "/metrics", true)]
    public void Url_MatchesExactlyOrByATrailingStar(string url, string path, bool allowed)
    {
        var authorizer = Read(ClusterAdmin + Role($"verbs: [get], nonResourceURLs: [\"{url}\"]") + Bind("kind: User, name: alice"));
        Assert.Equal(allowed, authorizer.Decide(Alice, AccessQuestion.OfPath("get", path)).Allowed);
        Assert.False(authorizer.Decide(Alice, AccessQuestion.OfPath("post", path)).Allowed);
    }

    [Fact]
    public void Url_ThroughARoleBinding_IsNotAllowed() =>
        Assert.False(Read(ClusterAdmin + Role("verbs: [get], nonResourceURLs: [\"*\"]") + Bind("kind: User, name: alice", "n"))
            .Decide(Alice, AccessQuestion.OfPath("get", "/metrics")).Allowed);

    [Theory]
    [InlineData("kind: User, name: alice", true)]
    [InlineData("kind: User, name: bob", false)]
    [InlineData("kind: Group, name: devs", true)]
    [InlineData("kind: Group, name: alice", false)]
    [InlineData("kind: Group, name: system:authenticated", true)]
    [InlineData("kind: user, name: alice", false)]
    public void Subject_IsTheUserOrOneOfItsGroups(string subject, bool allowed) =>
        Assert.Equal(allowed, Read(ClusterAdmin + Role(ReadPods) + Bind(subject)).Decide(Alice, new("get", "", "pods")).Allowed);

    [Theory]
    [InlineData("kind: ServiceAccount, name: app, namespace: a", "", true)]
    [InlineData("kind: ServiceAccount, name: app, namespace: b", "", false)]
    [InlineData("kind: ServiceAccount, name: app", "", false)]
    [InlineData("kind: ServiceAccount, name: app", "a", true)]
    [InlineData("kind: ServiceAccount, name: app", "c", false)]
    [InlineData("kind: User, name: \"system:serviceaccount:a:app\"", "", true)]
    [InlineData("kind: Group, name: \"system:serviceaccounts\"", "", true)]
    [InlineData("kind: Group, name: \"system:serviceaccounts:a\"", "", true)]
    [InlineData("kind: Group, name: \"system:serviceaccounts:b\"", "", false)]
    [InlineData("kind: Group, name: \"system:authenticated\"", "", true)]
    [InlineData("kind: Group, name: \"system:unauthenticated\"", "", false)]
    public void ServiceAccount_IsAUserInItsImpliedGroups(string subject, string ns, bool allowed)
    {
        var authorizer = Read(ClusterAdmin + Role(ReadPods) + Bind(subject, ns));
        Assert.Equal(allowed, authorizer.Decide(Identity.WithImpliedGroups(Identity.AccountName("a", "app"), []), new("get", "", "pods", ns)).Allowed);
    }

    [Fact]
    public void Anonymous_IsNotAuthenticated() => Assert.Equal(["system:unauthenticated"], Identity.WithImpliedGroups("system:anonymous", []).Groups);

    [Theory]
    [InlineData("n", true)]
    [InlineData("m", false)]
    [InlineData("", false)]
    public void RoleBinding_CountsInItsNamespaceOnly(string ns, bool allowed)
    {
        var decision = Read(ClusterAdmin + Role(ReadPods) + Bind("kind: User, name: alice", "n")).Decide(Alice, new("get", "", "pods", ns));
        Assert.Equal((allowed, allowed ? "b" : null, allowed ? "r" : null),
            (decision.Allowed, decision.Binding?.Object.Name, decision.Binding?.RoleRef.Name));
    }

    [Fact]
    public void Role_OfAnotherNamespace_IsNotFound()
    {
        var rule = Role(ReadPods, "n");
        Assert.True(Read(ClusterAdmin + rule + Bind("kind: User, name: alice", "n", "Role, name: r"))
            .Decide(Alice, new("get", "", "pods", "n")).Allowed);
        Assert.False(Read(ClusterAdmin + rule + Bind("kind: User, name: alice", "m", "Role, name: r")).Decide(Alice, new("get", "", "pods", "m")).Allowed);
        Assert.False(Read(ClusterAdmin + rule + Bind("kind: User, name: alice", "", "Role, name: r")).Decide(Alice, new("get", "", "pods", "n")).Allowed);
    }

    [Fact]
    public void MissingRole_DeniesAndIsNamed()
    {
        var decision = Read(ClusterAdmin + Bind("kind: User, name: alice", "n")).Decide(Alice, new("get", "", "pods", "n"));
        Assert.False(decision.Allowed);
        Assert.Equal("b", decision.Missing?.Object.Name);
    }

    [Fact]
    public void AggregatedRole_CountsAsStored()
    {
        var part = Header + "kind: ClusterRole\nmetadata: { name: part, labels: { to: r } }\nrules: [{ verbs: [delete], apiGroups: [\"\"], resources: [pods] }]\n---\n";
        var whole = Header + "kind: ClusterRole\nmetadata: { name: r }\naggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: r } }] }\n"
            + "rules: [{ verbs: [get], apiGroups: [\"\"], resources: [pods] }]\n---\n";
        var authorizer = Read(ClusterAdmin + part + whole + Bind("kind: User, name: alice"));
        Assert.True(authorizer.Decide(Alice, new("get", "", "pods")).Allowed);
        Assert.False(authorizer.Decide(Alice, new("delete", "", "pods")).Allowed);
    }

    [Fact]
    public void Masters_MayDoEverythingWithoutABinding()
    {
        var decision = Read("").Decide(new("eve", ["system:masters"]), AccessQuestion.OfPath("delete", "/x"));
        Assert.True(decision.Allowed);
        Assert.Null(decision.Binding);
        Assert.False(Read("").Decide(new("system:masters", []), new("get", "", "pods")).Allowed);
    }

    [Fact]
    public void Decision_AllocatesNothing()
    {
        var authorizer = Read(ClusterAdmin + Role("verbs: [get], apiGroups: [apps], resources: [\"*/scale\"], resourceNames: [a]") + Bind("kind: User, name: alice"));
        var question = new AccessQuestion("get", "apps", "deployments/scale", "n", "a");
        Assert.True(authorizer.Decide(Alice, question).Allowed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            authorizer.Decide(Alice, question);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
