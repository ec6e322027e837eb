using Posture.Analysis.Access;
using Posture.Model.Inventory;

namespace Posture.Analysis.Tests.Access;

/// <summary>Each kind of step: the rights that allow it, and rights that fall just short.</summary>
public sealed class AccessStepTests
{
    private static readonly Dictionary<string, Action<AccessStage>> Objects = new(StringComparer.Ordinal)
    {
        ["none"] = _ => { },
        ["webhook"] = stage => stage.Add(new WebhookConfiguration { Kind = "MutatingWebhookConfiguration", Metadata = new() { Name = "mesh" } }, "admissionregistration.k8s.io/v1"),
        ["validating"] = stage => stage.Add(new WebhookConfiguration { Kind = "ValidatingWebhookConfiguration", Metadata = new() { Name = "mesh" } }, "admissionregistration.k8s.io/v1")
            .TokenSecret("ops", "old", "root"),
        ["pod"] = stage => stage.Pod("ops", "runner", "root", "n1").Node("n1"),
        ["quiet pod"] = stage => stage.Pod("ops", "runner", "root", "n1", automount: false).Node("n1"),
        ["ended pod"] = stage => stage.Pod("ops", "runner", "root", "n1", phase: "Succeeded").Node("n1"),
        ["token"] = stage => stage.TokenSecret("ops", "old", "root"),
        ["deployment"] = stage => stage.Deployment("ops", "web"),
        ["aws"] = stage => stage.Add(new ConfigMap { Metadata = new() { Name = "aws-auth", Namespace = "kube-system" } }),
        ["bound user"] = stage => stage.Bind("user:boss", "", "ClusterRole", "cluster-admin"),
        ["bound group"] = stage => stage.Bind("group:admins", "", "ClusterRole", "cluster-admin"),
        ["control plane"] = stage => stage.Node("cp").ApiServer("cp"),
    };

    [Theory]
    [InlineData("none", "", AccessStepKind.ClusterAdmin, "*|*|*")]
    [InlineData("none", "ops", AccessStepKind.CreateToken, "*|*|*")]
    [InlineData("none", "ops", AccessStepKind.CreatePod, "create||pods")]
    [InlineData("none", "ops", AccessStepKind.CreatePod, "create|batch|cronjobs")]
    [InlineData("none", "", AccessStepKind.CreatePod, "create|apps|deployments")]
    [InlineData("none", "shop", null, "create||pods")]
    [InlineData("none", "ops", null, "create||pods|root")]
    [InlineData("none", "ops", null, "create|apps|pods")]
    [InlineData("none", "ops", null, "get,list,watch,delete||pods")]
    [InlineData("deployment", "ops", AccessStepKind.ChangeWorkload, "patch|apps|deployments")]
    [InlineData("deployment", "ops", AccessStepKind.ChangeWorkload, "update|apps|deployments|web")]
    [InlineData("deployment", "", AccessStepKind.ChangeWorkload, "update|apps|deployments|web")]
    [InlineData("deployment", "ops", null, "update|apps|deployments|other")]
    [InlineData("deployment", "ops", null, "patch|apps|statefulsets")]
    [InlineData("deployment", "shop", null, "patch|apps|deployments")]
    [InlineData("none", "ops", AccessStepKind.CreateToken, "create||serviceaccounts/token")]
    [InlineData("none", "", AccessStepKind.CreateToken, "create||serviceaccounts/token|root")]
    [InlineData("none", "ops", null, "create||serviceaccounts/token|web")]
    [InlineData("none", "ops", null, "create||serviceaccounts")]
    [InlineData("token", "ops", AccessStepKind.ReadTokenSecret, "list||secrets")]
    [InlineData("token", "ops", AccessStepKind.ReadTokenSecret, "get||secrets|old")]
    [InlineData("token", "ops", null, "get||secrets|new")]
    [InlineData("token", "shop", null, "get||secrets")]
    [InlineData("none", "ops", null, "get||secrets")]
    [InlineData("none", "ops", AccessStepKind.CreateTokenSecret, "create,get||secrets")]
    [InlineData("none", "ops", AccessStepKind.CreateTokenSecret, "create||secrets", "get||secrets|mine")]
    [InlineData("none", "ops", null, "create||secrets")]
    [InlineData("pod", "ops", AccessStepKind.EnterPod, "create||pods/exec")]
    [InlineData("pod", "", AccessStepKind.EnterPod, "create||pods/attach")]
    [InlineData("pod", "ops", AccessStepKind.EnterPod, "create||pods/exec|runner")]
    [InlineData("pod", "ops", AccessStepKind.EnterPod, "get||*/exec")]
    [InlineData("pod", "ops", null, "create||pods/exec|other")]
    [InlineData("pod", "shop", null, "create||pods/exec")]
    [InlineData("pod", "ops", null, "create||pods/portforward")]
    [InlineData("quiet pod", "ops", null, "create||pods/exec")]
    [InlineData("ended pod", "ops", null, "create||pods/exec")]
    [InlineData("pod", "ops", AccessStepKind.DebugPod, "patch||pods/ephemeralcontainers")]
    [InlineData("pod", "ops", null, "get||pods/ephemeralcontainers")]
    [InlineData("pod", "ops", AccessStepKind.ChangePod, "patch||pods")]
    [InlineData("pod", "ops", null, "patch||pods/status")]
    [InlineData("pod", "", AccessStepKind.NodeProxy, "get||nodes/proxy")]
    [InlineData("pod", "", AccessStepKind.NodeProxy, "get||nodes/proxy|n1")]
    [InlineData("pod", "", null, "get||nodes/proxy|n2")]
    [InlineData("pod", "ops", null, "get||nodes/proxy")]
    [InlineData("pod", "", null, "patch||nodes,nodes/status")]
    [InlineData("bound user", "", AccessStepKind.ImpersonateUser, "impersonate||users|boss")]
    [InlineData("bound user", "", AccessStepKind.ImpersonateUser, "impersonate||users")]
    [InlineData("bound user", "", null, "impersonate||users|clerk")]
    [InlineData("bound user", "ops", null, "impersonate||users")]
    [InlineData("none", "ops", AccessStepKind.ImpersonateServiceAccount, "impersonate||serviceaccounts")]
    [InlineData("none", "", null, "impersonate||users|system:serviceaccount:ops:root")]
    [InlineData("bound group", "", AccessStepKind.ImpersonateGroup, "impersonate||groups|admins", "impersonate||users|nobody")]
    [InlineData("none", "", AccessStepKind.ImpersonateGroup, "impersonate||users,groups")]
    [InlineData("none", "", AccessStepKind.ImpersonateGroup, "impersonate||users|nobody", "impersonate||groups|system:masters")]
    [InlineData("bound group", "", null, "impersonate||groups")]
    [InlineData("bound group", "", null, "impersonate||groups|clerks", "impersonate||users|nobody")]
    [InlineData("none", "", AccessStepKind.BindRole, "create|rbac|clusterrolebindings", "bind|rbac|clusterroles")]
    [InlineData("none", "", AccessStepKind.BindRole, "create|rbac|clusterrolebindings", "bind|rbac|clusterroles|cluster-admin")]
    [InlineData("none", "", AccessStepKind.BindRole, "patch|rbac|clusterrolebindings", "bind|rbac|clusterroles")]
    [InlineData("none", "ops", AccessStepKind.BindRole, "create|rbac|rolebindings", "bind|rbac|clusterroles|cluster-admin")]
    [InlineData("none", "", null, "create|rbac|clusterrolebindings", "bind|rbac|clusterroles|view")]
    [InlineData("none", "", null, "create|rbac|clusterrolebindings")]
    [InlineData("none", "", null, "bind|rbac|clusterroles")]
    [InlineData("none", "shop", null, "create|rbac|rolebindings", "bind|rbac|clusterroles")]
    [InlineData("none", "", AccessStepKind.EscalateRole, "update,escalate|rbac|clusterroles")]
    [InlineData("none", "ops", AccessStepKind.EscalateRole, "patch,escalate|rbac|roles")]
    [InlineData("none", "", null, "update,escalate|rbac|clusterroles|other")]
    [InlineData("none", "", null, "create,escalate|rbac|roles")]
    [InlineData("none", "", null, "update|rbac|clusterroles")]
    [InlineData("bound user", "", AccessStepKind.IssueCertificate, "create|csr|certificatesigningrequests", "update|csr|certificatesigningrequests/approval", "approve|csr|signers")]
    [InlineData("bound user", "", AccessStepKind.IssueCertificate, "create|csr|certificatesigningrequests", "update|csr|certificatesigningrequests/approval", "approve|csr|signers|kubernetes.io/*")]
    [InlineData("bound user", "", null, "create|csr|certificatesigningrequests", "update|csr|certificatesigningrequests/approval", "approve|csr|signers|example.com/*")]
    [InlineData("bound user", "", null, "create|csr|certificatesigningrequests", "approve|csr|signers")]
    [InlineData("none", "", AccessStepKind.MutatingWebhook, "create|adm|mutatingwebhookconfigurations")]
    [InlineData("webhook", "", AccessStepKind.MutatingWebhook, "patch|adm|mutatingwebhookconfigurations|mesh")]
    [InlineData("webhook", "", null, "patch|adm|mutatingwebhookconfigurations|other")]
    [InlineData("none", "", null, "patch|adm|mutatingwebhookconfigurations")]
    [InlineData("validating", "", AccessStepKind.ValidatingWebhook, "update|adm|validatingwebhookconfigurations")]
    [InlineData("none", "", null, "create|adm|validatingwebhookconfigurations")]
    [InlineData("aws", "kube-system", AccessStepKind.CloudMapping, "patch||configmaps|aws-auth")]
    [InlineData("aws", "kube-system", null, "patch||configmaps|other")]
    [InlineData("aws", "shop", null, "patch||configmaps")]
    [InlineData("none", "", null, "patch||configmaps")]
    [InlineData("control plane", "open", AccessStepKind.PrivilegedPod, "create||pods")]
    [InlineData("control plane", "shop", null, "create||pods")]
    [InlineData("control plane", "shop", AccessStepKind.RelabelNamespace, "create||pods", "patch||namespaces")]
    [InlineData("control plane", "shop", null, "create||pods", "patch||namespaces|open")]
    [InlineData("control plane", "shop", null, "patch||namespaces")]
    public void Rights_LeadToTheClusterByTheirKindOfStepOnly(string objects, string ns, AccessStepKind? expected, params string[] rules)
    {
        var stage = new AccessStage().Grant("user:alice", ns, rules);
        Objects[objects](stage);

        var path = stage.Path("user:alice");

        Assert.Equal(expected, path?.Steps[0].Kind);
        Assert.True(path is null || path.Steps[^1].To == AccessEnd.ClusterAdmin);
    }

    [Theory]
    [InlineData("restricted", false)]
    [InlineData("baseline", true)]
    public void PersistentVolume_InANamespace_LeadsToTheMachineUnlessPodsCannotBeRoot(string level, bool expected)
    {
        var stage = new AccessStage().Namespace("data", level).Node("n1").Grant("user:alice", "", "create||persistentvolumes")
            .Grant("user:alice", "data", "create||persistentvolumeclaims,pods");

        var path = stage.Path("user:alice", "machine:n1");

        Assert.Equal(expected ? AccessStepKind.HostPathVolume : null, path?.Steps.Single().Kind);
    }

    [Fact]
    public void PrivilegedPod_WhereTheLevelIsNotKnown_IsAPathThatSaysSo()
    {
        var path = new AccessStage().Namespace("new", null).Node("n1").Grant("user:alice", "new", "create||pods").Path("user:alice", "machine:n1");

        Assert.False(path!.IsCertain);
        Assert.Contains("kube-apiserver", path.Steps.Single().Assumption, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_OfAStep_NamesBindingRoleRuleAndPlace()
    {
        var step = new AccessStage().Pod("ops", "runner", "root").Grant("user:alice", "ops", "list||nodes", "create||pods/exec").Path("user:alice")!.Steps[0];

        var grant = Assert.Single(step.By);
        Assert.Equal(("RoleBinding/ops/binding-2", "Role/ops/role-1", "rules[1]", "ops", "create pods/exec", null),
            (grant.Binding, grant.Role, grant.Rule, grant.Namespace, grant.Right, grant.Group));
        Assert.Equal(("ops", "Pod ops/runner"), (step.Namespace, step.Object));
        Assert.Equal("user alice may run commands in a pod (Pod ops/runner), and so becomes service account ops/root.", step.In(chinese: false));
        Assert.Equal("用户 alice 可以在 Pod（Pod ops/runner）中执行命令，从而获得服务账户 ops/root 的身份。", step.In(chinese: true));
    }

    /// <summary>Every kind of step, and every end, is told in both languages: a kind without a sentence would be told as the path that leaves the scope.</summary>
    [Fact]
    public void EveryKind_InBothLanguages_HasASentenceOfItsOwn()
    {
        var (from, to) = (new AccessEnd(AccessEndKind.User, null, "alice"), new AccessEnd(AccessEndKind.Rights, "shop", "ClusterRole/edit"));
        foreach (var kind in Enum.GetValues<AccessStepKind>().Where(kind => kind != AccessStepKind.Outside))
        {
            var step = new AccessStep(from, to, kind, [], "shop", "Pod shop/web", null);
            Assert.StartsWith("user alice", step.In(chinese: false), StringComparison.Ordinal);
            Assert.StartsWith("用户 alice ", step.In(chinese: true), StringComparison.Ordinal);
        }
        foreach (var kind in Enum.GetValues<AccessEndKind>())
            Assert.NotEqual(new AccessEnd(kind, null, "a").In(chinese: false), new AccessEnd(kind, null, "a").In(chinese: true));
    }
}
