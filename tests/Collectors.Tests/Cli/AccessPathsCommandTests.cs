using System.Text.Json;

namespace Posture.Collectors.Tests.Cli;

public sealed class AccessPathsCommandTests : IDisposable
{
    private const string Objects = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: cluster-admin }
        rules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: { name: deployers }
        roleRef: { kind: ClusterRole, name: cluster-admin }
        subjects: [{ kind: ServiceAccount, name: deployer, namespace: ci }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: { name: runner, namespace: ci }
        rules: [{ verbs: [create], apiGroups: [""], resources: [pods] }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: { name: runners, namespace: ci }
        roleRef: { kind: Role, name: runner }
        subjects: [{ kind: Group, name: "devs\u001b[31m" }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: ci }
        spec: { nodeName: n1, serviceAccountName: deployer, containers: [{ name: web, image: web }], volumes: [{ name: tls, secret: { secretName: tls } }] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("posture-paths-").FullName;

    public AccessPathsCommandTests() => File.WriteAllText(Path.Combine(_folder, "objects.yaml"), Objects);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Paths_AsJson_NameEachStepAndWhatAllowsIt()
    {
        var (exit, output, chatter) = await PostureCommand.CallAsync("access", "paths", "--objects", _folder, "-o", "json");

        Assert.Equal(0, exit);
        using var answer = JsonDocument.Parse(output);
        var paths = answer.RootElement.GetProperty("paths");
        Assert.Equal(["serviceAccount", "group"], paths.EnumerateArray().Select(path => path.GetProperty("from").GetProperty("kind").GetString()));
        var steps = paths[1].GetProperty("steps");
        Assert.Equal(["createPod", "clusterAdmin"], steps.EnumerateArray().Select(step => step.GetProperty("kind").GetString()));
        var by = steps[0].GetProperty("by")[0];
        Assert.Equal(("RoleBinding/ci/runners", "Role/ci/runner", "rules[0]", "create pods"),
            (by.GetProperty("binding").GetString(), by.GetProperty("role").GetString(), by.GetProperty("rule").GetString(), by.GetProperty("right").GetString()));
        Assert.Contains("access.unseen: Secret: Not among the objects read", chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_AsATable_TellSentencesWithoutControlCharacters()
    {
        var (exit, output, _) = await PostureCommand.CallAsync("access", "paths", "--objects", _folder, "--to", "serviceaccount:ci/deployer");

        Assert.Equal(0, exit);
        Assert.Contains("may create a pod in namespace ci that runs as service account ci/deployer.", output, StringComparison.Ordinal);
        Assert.Contains("create pods: Role/ci/runner rules[0], RoleBinding/ci/runners", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user:alice", 0)]
    [InlineData("user:alice --as-group devs\u001b[31m", 1)]
    [InlineData("node:n1", 1)]
    [InlineData("sa:ci/deployer", 1)]
    public async Task Paths_OfASubject_AreOneLineEach(string subject, int lines)
    {
        string[] words = ["access", "paths", "--objects", _folder, "-o", "ndjson", "--subject", .. subject.Split(' ')];
        var (exit, output, chatter) = await PostureCommand.CallAsync(words);

        Assert.Equal(0, exit);
        Assert.Equal(lines, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length);
        Assert.Equal(lines == 0, chatter.Contains("No path was found; what could not be seen may hold one.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--subject", "alice")]
    [InlineData("--to", "everything")]
    [InlineData("--max-hops", "17")]
    [InlineData("--max-paths", "0")]
    [InlineData("--as-group", "devs")]
    public async Task Paths_WithAWrongOption_AreAUsageError(string option, string value)
    {
        var (exit, _, chatter) = await PostureCommand.CallAsync("access", "paths", "--objects", _folder, option, value);

        Assert.Equal(2, exit);
        Assert.Contains("usage.invalid", chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_WithoutAnyBinding_AreNotAssessed()
    {
        var text = "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n";
        await File.WriteAllTextAsync(Path.Combine(_folder, "objects.yaml"), text, TestContext.Current.CancellationToken);

        var (exit, _, chatter) = await PostureCommand.CallAsync("access", "paths", "--objects", _folder);

        Assert.Equal(3, exit);
        Assert.Contains("access.nothing_read", chatter, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n1", 0, "token of\tci/deployer")]
    [InlineData("n2", 5, "access.unknown_node")]
    public async Task Node_NamesWhatItsKubeletReaches(string node, int expected, string text)
    {
        var (exit, output, chatter) = await PostureCommand.CallAsync("access", "node", node, _folder);

        Assert.Equal(expected, exit);
        Assert.Contains(text, output + chatter, StringComparison.Ordinal);
    }
}
