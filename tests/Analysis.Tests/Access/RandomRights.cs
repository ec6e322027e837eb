using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Access;

/// <summary>Small random clusters of roles and bindings: few words, so that rules meet, with every kind of wildcard and limit.</summary>
internal sealed class RandomRights(int seed)
{
    public static readonly string[] Namespaces = ["a", "b"];
    public static readonly string[] Verbs = ["get", "list", "create", "*"];
    public static readonly string[] Groups = ["", "apps", "*"];
    public static readonly string[] Resources = ["pods", "pods/exec", "deployments", "deployments/scale", "*", "*/scale"];
    public static readonly string[] Names = ["", "one", "two"];
    public static readonly string[] Urls = ["/metrics", "/metrics/*", "*"];

    private readonly Random _random = new(seed);

    public ClusterInventory Inventory()
    {
        var inventory = Manifests.Inventory("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: cluster-admin }\n");
        for (var i = 0; i < 4; i++)
        {
            inventory.Put(new ClusterRole { ApiVersion = "rbac.authorization.k8s.io/v1", Kind = "ClusterRole", Metadata = new() { Name = $"r{i}" }, Rules = Rules() });
            inventory.Put(new Role { ApiVersion = "rbac.authorization.k8s.io/v1", Kind = "Role", Metadata = new() { Name = $"r{i}", Namespace = One(Namespaces) }, Rules = Rules() });
        }
        for (var i = 0; i < 4; i++)
        {
            inventory.Put(new ClusterRoleBinding
            {
                ApiVersion = "rbac.authorization.k8s.io/v1",
                Kind = "ClusterRoleBinding",
                Metadata = new() { Name = $"b{i}" },
                RoleRef = new() { Kind = "ClusterRole", Name = $"r{_random.Next(5)}" },
                Subjects = Subjects(),
            });
            inventory.Put(new RoleBinding
            {
                ApiVersion = "rbac.authorization.k8s.io/v1",
                Kind = "RoleBinding",
                Metadata = new() { Name = $"b{i}", Namespace = One(Namespaces) },
                RoleRef = new() { Kind = One(["Role", "ClusterRole"]), Name = $"r{_random.Next(5)}" },
                Subjects = Subjects(),
            });
        }
        return inventory;
    }

    private PolicyRule[] Rules() => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(5) == 0
        ? new PolicyRule { Verbs = Some(Verbs), NonResourceURLs = Some(Urls) }
        : new PolicyRule { Verbs = Some(Verbs), ApiGroups = Some(Groups), Resources = Some(Resources), ResourceNames = _random.Next(3) == 0 ? Some(Names[1..]) : [] })];

    private Subject[] Subjects() => [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => One<Subject>(
    [
        new() { Kind = "User", Name = One(["alice", "bob"]) },
        new() { Kind = "Group", Name = One(["devs", "ops"]) },
        new() { Kind = "ServiceAccount", Name = One(["web", "db"]), Namespace = One(["a", "b", null]) },
        new() { Kind = "Robot", Name = "alice" },
    ]))];

    private string[] Some(string[] words) => [.. words.Where(_ => _random.Next(3) == 0).DefaultIfEmpty(One(words))];

    private T One<T>(T[] words) => words[_random.Next(words.Length)];
}
