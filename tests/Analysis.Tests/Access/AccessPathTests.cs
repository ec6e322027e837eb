using System.Text;
using System.Text.Json;
using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Questions;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Analysis.Tests.Access;

/// <summary>Whole paths: several steps, groups, nodes, limits, what is not seen, and what a tenant is told.</summary>
public sealed class AccessPathTests
{
    /// <summary>alice makes a pod as ci, which binds a role that reaches ops, where root is cluster-admin.</summary>
    private static AccessStage Chain(bool isReversed = false) => new AccessStage(isReversed)
        .Account("shop", "ci").Account("shop", "web").Grant("user:alice", "shop", "create||pods")
        .Grant("sa:shop/ci", "", "create|rbac|clusterrolebindings", "bind|rbac|clusterroles|token-maker")
        .Role("", "token-maker", "create||serviceaccounts/token|root");

    private static string Text(AccessPath? path) => path is null ? "none" : string.Join(" > ", path.Steps.Select(step => $"{step.Kind} {step.To}"));

    [Fact]
    public void Path_OfSeveralSteps_IsTheShortestWithEveryStepsEvidence()
    {
        var path = Chain().Path("user:alice");

        Assert.Equal("CreatePod service account shop/ci > BindRole the rights of ClusterRole/token-maker in the whole cluster"
            + " > CreateToken service account ops/root > ClusterAdmin cluster-admin", Text(path));
        Assert.Equal(["ClusterRoleBinding", "ClusterRoleBinding"], path!.Steps[1].By.Select(grant => grant.Binding!.Split('/')[0]));
        Assert.Null(Assert.Single(path.Steps[2].By).Binding);
        Assert.True(path.IsCertain);
        Assert.Equal(0, path.OtherFirstSteps);
    }

    [Fact]
    public void Paths_OfEverybody_LeaveOutThePlatformAndAreSortedByLength()
    {
        var answer = Chain().Bind("sa:kube-system/operator", "", "ClusterRole", "cluster-admin")
            .Bind("user:system:kube-scheduler", "", "ClusterRole", "cluster-admin").Ask(new());

        Assert.Equal(["service account ops/root 1", "service account shop/ci 3", "user alice 4"], answer.Paths.Select(path => $"{path.From} {path.Steps.Count}"));
        Assert.Equal((3, false), (answer.Found, answer.Truncated));
        Assert.Empty(answer.Unseen);
    }

    [Fact]
    public void Paths_OfTheSameObjectsInAnotherOrder_AreTheSame()
    {
        Assert.Equal(Ask(false), Ask(true));

        static string Ask(bool isReversed) => Encoding.UTF8.GetString(AccessQuestions.Paths.Answer(
            Chain(isReversed).Node("n2").Node("n1").Pod("shop", "b", "web", "n1").Pod("shop", "a", "ci", "n2")
                .Grant("group:devs", "open", "create||pods,pods/exec").View(),
            AccessQuestions.Paths.Write(new())));
    }

    [Fact]
    public void Paths_InACircle_End()
    {
        var stage = new AccessStage().Account("shop", "a").Account("shop", "b")
            .Grant("sa:shop/a", "shop", "create||serviceaccounts/token|b").Grant("sa:shop/b", "shop", "create||serviceaccounts/token|a");

        Assert.Equal("none", Text(stage.Path("sa:shop/a")));
        Assert.Equal("CreateToken service account shop/b", Text(stage.Path("sa:shop/a", "sa:shop/b")));
    }

    [Theory]
    [InlineData("group:system:serviceaccounts")]
    [InlineData("group:system:serviceaccounts:shop")]
    [InlineData("group:system:authenticated")]
    public void ImpliedGroup_ThatIsBound_CountsForTheServiceAccountAndIsNamed(string group)
    {
        var stage = new AccessStage().Account("shop", "web").Grant(group, "ops", "create||pods");

        var path = stage.Path("sa:shop/web");
        Assert.Equal("CreatePod service account ops/root > ClusterAdmin cluster-admin", Text(path));
        Assert.Equal(group[6..], Assert.Single(path!.Steps[0].By).Group);
        Assert.Equal(["service account ops/root", group.Replace("group:", "group ", StringComparison.Ordinal)],
            stage.Ask(new()).Paths.Select(told => $"{told.From}"));
    }

    [Fact]
    public void Group_OfWhichNobodyKnowsTheMembers_CountsWhereTheAskerNamesIt()
    {
        var stage = new AccessStage().Grant("group:devs", "", "create|rbac|clusterrolebindings").Grant("user:alice", "", "bind|rbac|clusterroles");

        Assert.Empty(stage.Ask(new() { From = AccessStage.End("user:alice") }).Paths);
        Assert.Empty(stage.Ask(new() { From = AccessStage.End("group:devs") }).Paths);
        var path = Assert.Single(stage.Ask(new() { From = AccessStage.End("user:alice"), Groups = ["devs"] }).Paths);
        Assert.Equal("BindRole cluster-admin", Text(path));
        Assert.Equal(["devs", null], path.Steps[0].By.Select(grant => grant.Group));
    }

    [Fact]
    public void SystemMasters_NeedsNoBinding()
    {
        var path = new AccessStage().Path("group:system:masters");
        Assert.Equal("SystemMasters cluster-admin", Text(path));
        Assert.Empty(path!.Steps[0].By);
    }

    [Fact]
    public void Node_ReachesTheServiceAccountsAndTokensOfItsPodsOnly()
    {
        var stage = new AccessStage().Node("n1").Node("n2").Account("shop", "web").Account("shop", "old").TokenSecret("shop", "old-token", "old")
            .Pod("ops", "runner", "root", "n1", automount: false).Pod("shop", "web", "web", "n2", secret: "old-token")
            .Pod("shop", "done", "old", "n1", phase: "Failed");

        Assert.Equal("NodeToken service account ops/root > ClusterAdmin cluster-admin", Text(stage.Path("node:n1")));
        Assert.Equal("none", Text(stage.Path("node:n2")));
        Assert.Equal("NodeSecret service account shop/old", Text(stage.Path("node:n2", "sa:shop/old")));
        Assert.EndsWith("cluster-admin > ActAsAnybody service account shop/old", Text(stage.Path("node:n1", "sa:shop/old")), StringComparison.Ordinal);
    }

    [Fact]
    public void Machine_OfTheApiServer_IsTheCluster()
    {
        var stage = new AccessStage().Node("cp").Node("worker").ApiServer("cp").Grant("user:alice", "open", "create||pods");

        Assert.Equal("PrivilegedPod root on node cp > ControlPlaneMachine cluster-admin", Text(stage.Path("user:alice")));
        Assert.Equal("none", Text(stage.Path("node:cp")));
        Assert.Equal("none", Text(stage.Path("machine:worker")));
    }

    [Fact]
    public void ExecIntoAPrivilegedPod_IsTheMachineAndAllThatRunsThere()
    {
        var stage = new AccessStage().Node("n1").Account("shop", "agent").Pod("shop", "agent", "agent", "n1", isPrivileged: true, automount: false)
            .Pod("ops", "runner", "root", "n1").Grant("user:alice", "shop", "create||pods/exec");

        var path = stage.Path("user:alice");
        Assert.Equal("EnterPod root on node n1 > NodeToken service account ops/root > ClusterAdmin cluster-admin", Text(path));
        Assert.Equal("Pod shop/agent", path!.Steps[0].Object);
    }

    [Fact]
    public void NodeIdentity_NamesWhatItsPodsUseAndWhatBindingsAdd()
    {
        var view = new AccessStage().Node("n1").Pod("shop", "web", "web", "n1", secret: "tls").Pod("shop", "done", "job", "n1", phase: "Succeeded").ApiServer("n1")
            .Grant("group:system:nodes", "", "get||configmaps").Grant("node:n1", "shop", "get||secrets").Grant("node:n2", "shop", "get||secrets").View();

        var node = NodeIdentity.Of(view, "n1")!;
        Assert.Equal((1, "shop/web", "shop/tls"), (node.Pods, Assert.Single(node.ServiceAccounts), Assert.Single(node.Secrets)));
        Assert.Equal([("ClusterRole/role-1", true), ("Role/shop/role-3", false)], node.Bindings.Select(binding => (binding.Role, binding.ForAllNodes)));
        Assert.Null(NodeIdentity.Of(view, "n9"));
    }

    [Fact]
    public void RoleOfManyRules_IsFollowedWhereverTheRightStands()
    {
        var rules = Enumerable.Range(0, 5000).Select(i => $"get||configmaps|c{i}").Append("create||serviceaccounts/token|root").ToArray();

        Assert.Equal("rules[5000]", new AccessStage().Grant("user:alice", "ops", rules).Path("user:alice")!.Steps[0].By[0].Rule);
    }

    [Theory]
    [InlineData(4, 200, 3, false)]
    [InlineData(3, 200, 2, true)]
    [InlineData(8, 1, 1, true)]
    public void Limits_ThatCut_AreSaid(int hops, int paths, int told, bool truncated)
    {
        var answer = Chain().Ask(new() { MaxHops = hops, MaxPaths = paths });

        Assert.Equal((told, 3, truncated), (answer.Paths.Count, answer.Found, answer.Truncated));
    }

    [Fact]
    public void KindsAndRolesThatAreNotSeen_AreNamed()
    {
        var view = new AccessStage().Bind("user:bob", "shop", "Role", "gone").View();
        view.Inventory.SetCoverage(new("", "Pod", CoverageState.Forbidden, "The collector may not list pods", null, 0));

        var answer = view.AccessPaths.Find(new() { From = AccessStage.End("user:bob") });

        Assert.Empty(answer.Paths);
        Assert.Equal(["Pod", "RoleBinding/shop/binding-1"], answer.Unseen.Select(unseen => unseen.What));
        Assert.Contains("Role gone", answer.Unseen[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Tenant_IsToldOfTheOwnNamespacesAndOfNoNameBeyond()
    {
        var answer = Chain().Bind("user:stranger", "", "ClusterRole", "cluster-admin").Ask(new() { Within = ["shop"] });

        Assert.Equal(["service account shop/ci", "user alice"], answer.Paths.Select(path => $"{path.From}"));
        Assert.Equal("CreatePod service account shop/ci > Outside outside of your namespaces", Text(answer.Paths[1]));
        Assert.All(answer.Paths, path => Assert.True(path.LeavesScope));
        var json = Encoding.UTF8.GetString(AccessQuestions.Paths.Answer(Chain().View(), AccessQuestions.Paths.Write(new() { Within = ["shop"] })));
        Assert.All(["ops", "root", "token-maker", "stranger", "role-3", "binding-4"], name => Assert.DoesNotContain(name, json, StringComparison.Ordinal));
    }

    [Fact]
    public void Tenant_IsToldNoNameThatNamesAnotherNamespace()
    {
        var stage = Chain().Grant("group:system:serviceaccounts:ops", "shop", "create||pods").Grant("user:ops-robot", "shop", "create||pods")
            .Role("", "ops-maker", "create||pods").Bind("user:bob", "shop", "ClusterRole", "ops-maker").Bind("user:bob", "shop", "ClusterRole", "ops-gone");

        var answer = stage.Ask(new() { Within = ["shop"] });

        Assert.Equal(["service account shop/ci", "user alice", "user bob"], answer.Paths.Select(path => $"{path.From}"));
        Assert.Equal("Outside outside of your namespaces", Text(answer.Paths[2]));
        Assert.DoesNotContain("ops", JsonSerializer.Serialize(answer), StringComparison.Ordinal);
        Assert.True(stage.Ask(new() { Within = ["shop"], From = AccessStage.End("user:ops-robot") }).OutOfScope);
    }

    [Theory]
    [InlineData("sa:ops/root", null)]
    [InlineData("user:alice", "sa:ops/root")]
    [InlineData("user:stranger", null)]
    public void Tenant_WhoNamesAStranger_IsToldNothing(string from, string? to)
    {
        var answer = Chain().Bind("user:stranger", "", "ClusterRole", "cluster-admin")
            .Ask(new() { From = AccessStage.End(from), To = to is null ? null : AccessStage.End(to), Within = ["shop"] });

        Assert.True(answer.OutOfScope);
        Assert.Empty(answer.Paths);
    }

    [Fact]
    public void Paths_AfterAChange_AreThoseOfNow()
    {
        var view = Chain().View();
        Assert.Equal(3, view.AccessPaths.Find(new()).Found);
        var account = view.Inventory.Find<ServiceAccount>("shop", "ci")!;
        view.Inventory.Remove(new("", "ServiceAccount"), "shop", "ci");
        view.Apply(new(account, null));

        Assert.Equal(["ops/root", "shop/ci"], view.AccessPaths.Find(new()).Paths.Select(path => $"{path.From.Namespace}/{path.From.Name}"));
    }

    [Fact]
    public void RandomRights_AreAnsweredWhateverTheyAre()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var view = new ClusterView("test", new RandomRights(seed).Inventory(), PosturePolicy.Default);
            var answer = view.AccessPaths.Find(new());
            Assert.All(answer.Paths, path => Assert.Equal((path.From, path.To), (path.Steps[0].From, path.Steps[^1].To)));
            Assert.All(answer.Paths.SelectMany(path => path.Steps.Zip(path.Steps.Skip(1))), pair => Assert.Equal(pair.First.To, pair.Second.From));
        }
        Assert.Same(AccessQuestions.Paths, LiveQuestions.Find("access.paths"));
    }
}
