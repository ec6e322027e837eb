using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Indexes;

public sealed class ControlPlaneFlagsTests
{
    private static ControlPlaneFlags Read(string yaml) => new ClusterView("test", Manifests.Inventory(yaml), PosturePolicy.Default).ControlPlane;

    private static string ApiServer(string command, string args = "[]", string ns = "kube-system", string name = "kube-apiserver-a") =>
        $"apiVersion: v1\nkind: Pod\nmetadata: {{ name: {name}, namespace: {ns} }}\nspec: {{ containers: [{{ name: s, command: {command}, args: {args} }}] }}\n";

    [Fact]
    public void Flag_EqualsForm_IsRead() =>
        Assert.Equal("a=b", Assert.Single(Read(ApiServer("[kube-apiserver, --x=a=b]")).ApiServers)["x"]);

    [Fact]
    public void Flag_SpaceForm_AcrossCommandAndArgs_IsRead()
    {
        var flags = Assert.Single(Read(ApiServer("[/usr/local/bin/kube-apiserver, --x]", "[value, --y, other]")).ApiServers);
        Assert.Equal("value", flags["x"]);
        Assert.Equal("other", flags["y"]);
        Assert.Equal("Pod/kube-apiserver-a: spec.containers[0].args[1]", flags.At("y"));
    }

    [Theory]
    [InlineData("[/go-runner, --log-file=/var/log/a.log, /usr/local/bin/kube-apiserver, --x=1]", "[--y, '2']", "args[0]")]
    [InlineData("[/bin/sh, -c, exec /usr/local/bin/kube-apiserver --x=1 --y=2 >> /var/log/a.log 2>&1]", "[]", "command[2]")]
    [InlineData("[bash, -ec, 'mkfifo /tmp/pipe; A=b kube-apiserver --x=1 --y 2 | tee --x=3 /tmp/pipe']", "[]", "command[2]")]
    [InlineData("[]", "[kube-apiserver, --x=1, --y=2]", "args[2]")]
    public void Flag_BehindAWrapper_IsRead(string command, string args, string place)
    {
        var flags = Assert.Single(Read(ApiServer(command, args)).ApiServers);
        Assert.Equal("1", flags["x"]);
        Assert.Equal("2", flags["y"]);
        Assert.Equal($"Pod/kube-apiserver-a: spec.containers[0].{place}", flags.At("y"));
    }

    [Fact]
    public void Flag_Bare_IsEmptyAndTrue()
    {
        var flags = Assert.Single(Read(ApiServer("[kube-apiserver, --profiling, --x=1]")).ApiServers);
        Assert.Equal("", flags["profiling"]);
        Assert.True(flags.Switch("profiling"));
        Assert.Null(flags.Switch("absent"));
        Assert.Null(flags["absent"]);
    }

    [Fact]
    public void Flag_Repeated_LastWins() =>
        Assert.False(Assert.Single(Read(ApiServer("[kube-apiserver, --anonymous-auth=true]", "[--anonymous-auth=false]")).ApiServers).Switch("anonymous-auth"));

    [Fact]
    public void Flag_WithUnderscores_IsTheSame() =>
        Assert.False(Assert.Single(Read(ApiServer("[kube-apiserver, --anonymous_auth=false]")).ApiServers).Switch("anonymous-auth"));

    [Fact]
    public void Flag_List_SplitsOnCommas() =>
        Assert.Equal(["A", "B"], Assert.Single(Read(ApiServer("[kube-apiserver, '--enable-admission-plugins=A, B,']")).ApiServers).List("enable-admission-plugins"));

    [Theory]
    [InlineData("[my-kube-apiserver]", "kube-system")]
    [InlineData("[sh, -c, echo kube-apiserver --x=1]", "kube-system")]
    [InlineData("[sh, kube-apiserver, --x=1]", "kube-system")]
    [InlineData("[watch, kube-apiserver, --x=1]", "kube-system")]
    [InlineData("[]", "kube-system")]
    public void Component_OtherProgram_IsNotFound(string command, string ns) => Assert.Empty(Read(ApiServer(command, ns: ns)).ApiServers);

    [Fact]
    public void Component_OtherNamespaceOfLiveCluster_IsNotFound()
    {
        var inventory = Manifests.Inventory(ApiServer("[kube-apiserver]", ns: "shop"));
        inventory.ServerVersion = "v1.35.1";
        Assert.Empty(new ClusterView("test", inventory, PosturePolicy.Default).ControlPlane.ApiServers);
    }

    [Fact]
    public void Component_OtherNamespaceOfFiles_IsFoundUnlessKubeSystemHasIt()
    {
        var loose = ApiServer("[kube-apiserver]", ns: "default", name: "loose");
        Assert.Equal("loose", Assert.Single(Read(loose).ApiServers).Pod.Name);
        Assert.Equal("own", Assert.Single(Read(loose + "---\n" + ApiServer("[kube-apiserver]", name: "own")).ApiServers).Pod.Name);
    }

    [Fact]
    public void Component_SeveralInstances_AreAllFound() =>
        Assert.Equal(["a", "b"], Read(ApiServer("[kube-apiserver]", name: "b") + "---\n" + ApiServer("[kube-apiserver]", name: "a")).ApiServers.Select(flags => flags.Pod.Name));
}
