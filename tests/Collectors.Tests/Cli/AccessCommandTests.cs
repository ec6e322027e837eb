using System.Text.Json;
using Posture.TestKit;

namespace Posture.Collectors.Tests.Cli;

public sealed class AccessCommandTests : IDisposable
{
    private const string Objects = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: cluster-admin }
        rules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: { name: scaler, namespace: shop }
        rules: [{ verbs: [patch], apiGroups: [apps], resources: [deployments/scale] }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: { name: scalers, namespace: shop }
        roleRef: { kind: Role, name: scaler }
        subjects: [{ kind: Group, name: "system:serviceaccounts:ci" }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: { name: lost }
        roleRef: { kind: ClusterRole, name: gone }
        subjects: [{ kind: User, name: bob }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("posture-access-").FullName;

    private string ObjectsFile => Path.Combine(_folder, "objects.yaml");

    private string QuestionsFile => Path.Combine(_folder, "questions.ndjson");

    public AccessCommandTests() => File.WriteAllText(ObjectsFile, Objects);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("shop", true)]
    [InlineData("bank", false)]
    public async Task Can_QuestionInWords_NamesBindingAndRole(string ns, bool allowed)
    {
        var (exit, output, _) = await PostureCommand.CallAsync(
            "access", "can", "patch", "deployments/scale", "--as", "system:serviceaccount:ci:runner", "-n", ns, "--objects", _folder, "-o", "ndjson");

        Assert.Equal(0, exit);
        using var answer = JsonDocument.Parse(output);
        Assert.Equal(allowed, answer.RootElement.GetProperty("allowed").GetBoolean());
        var by = answer.RootElement.GetProperty("by");
        if (allowed)
            Assert.Equal(("RoleBinding/shop/scalers", "Role/shop/scaler"), (by.GetProperty("binding").GetString(), by.GetProperty("role").GetString()));
        else
            Assert.Equal(JsonValueKind.Null, by.ValueKind);
    }

    [Fact]
    public async Task Can_FileOfReviews_AnswersLineByLineWithTheGroupsAsGiven()
    {
        await File.WriteAllTextAsync(QuestionsFile, """
            {"id": 7, "spec": {"user": "a", "groups": ["system:masters"], "nonResourceAttributes": {"path": "/metrics", "verb": "get"}}}
            {"id": "x", "spec": {"user": "system:serviceaccount:ci:runner", "resourceAttributes": {"verb": "patch", "group": "apps", "resource": "deployments", "subresource": "scale", "namespace": "shop"}}}

            {"spec": {"user": "bob", "resourceAttributes": {"verb": "get", "resource": "pods"}}}
            """, TestContext.Current.CancellationToken);

        var (exit, output, _) = await PostureCommand.CallAsync("access", "can", "--objects", ObjectsFile, "--questions", QuestionsFile, "-o", "ndjson");

        Assert.Equal(0, exit);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("{\"id\":7,\"allowed\":true,\"by\":null,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"id\":\"x\",\"allowed\":false,", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"gone\\\", which is not there", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Can_DeniedNode_SaysThatTheNodeAuthorizerIsNoPartOfTheAnswer()
    {
        var (exit, output, _) = await PostureCommand.CallAsync(
            "access", "can", "get", "secrets", "--as", "system:node:n1", "--as-group", "system:nodes", "-n", "shop", "--objects", ObjectsFile, "-o", "ndjson");

        Assert.Equal(0, exit);
        Assert.Contains("the Node authorizer", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop", 2)]
    [InlineData("", 1)]
    [InlineData(null, 2)]
    public async Task WhoCan_Question_NamesEverySubjectWithBindingAndRole(string? ns, int subjects)
    {
        string[] where = ns is null ? [] : ["-n", ns];
        var (exit, output, _) = await PostureCommand.CallAsync(["access", "who-can", "patch", "deployments/scale", ObjectsFile, "-o", "json", .. where]);

        Assert.Equal(0, exit);
        using var answer = JsonDocument.Parse(output);
        Assert.Equal("apps", answer.RootElement.GetProperty("question").GetProperty("apiGroup").GetString());
        var found = answer.RootElement.GetProperty("subjects");
        Assert.Equal(subjects, found.GetArrayLength());
        Assert.Equal("system:masters", found[0].GetProperty("subject").GetProperty("name").GetString());
        if (subjects > 1)
        {
            Assert.Equal("system:serviceaccounts:ci", found[1].GetProperty("subject").GetProperty("name").GetString());
            Assert.Equal("RoleBinding/shop/scalers", found[1].GetProperty("by").GetProperty("binding").GetString());
            Assert.Equal("rules[0]", found[1].GetProperty("rule").GetString());
        }
    }

    [Theory]
    [InlineData("sa:ci/runner", "patch deployments.apps/scale")]
    [InlineData("system:serviceaccount:ci:runner", "RoleBinding/shop/scalers")]
    [InlineData("group:system:serviceaccounts:ci", "shop\t")]
    public async Task Rules_Subject_AreListedWithWhereTheyComeFrom(string subject, string expected)
    {
        var (exit, output, _) = await PostureCommand.CallAsync("access", "rules", subject, ObjectsFile);

        Assert.Equal(0, exit);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("sa:alice")]
    [InlineData("user:")]
    public async Task Rules_TextThatIsNoSubject_IsAUsageError(string subject)
    {
        var (exit, _, chatter) = await PostureCommand.CallAsync("access", "rules", subject, ObjectsFile);

        Assert.Equal(2, exit);
        Assert.Contains("no subject", chatter, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"spec\": {\"user\": 1}}")]
    [InlineData("{\"spec\": {\"user\": \"a\"}}")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Can_BrokenQuestion_IsAUsageErrorThatNamesTheLine(string line)
    {
        await File.WriteAllTextAsync(QuestionsFile, line, TestContext.Current.CancellationToken);

        var (exit, _, chatter) = await PostureCommand.CallAsync("access", "can", "--objects", ObjectsFile, "--questions", QuestionsFile);

        Assert.Equal(2, exit);
        Assert.Contains("access.bad_question", chatter, StringComparison.Ordinal);
        Assert.Contains("line 1", chatter, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get", "pods")]
    [InlineData("--as", "alice")]
    [InlineData("get", "pods", "--as", "alice", "--questions", "q")]
    public async Task Can_NeitherOneQuestionNorAFile_IsAUsageError(params string[] args)
    {
        var (exit, _, chatter) = await PostureCommand.CallAsync(["access", "can", .. args, "--objects", ObjectsFile]);

        Assert.Equal(2, exit);
        Assert.Contains("--questions", chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Can_MissingFile_IsNotFound()
    {
        var (exit, _, chatter) = await PostureCommand.CallAsync("access", "can", "--objects", ObjectsFile, "--questions", QuestionsFile);

        Assert.Equal(5, exit);
        Assert.Contains("file.unreadable", chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Can_RecordedReviews_AgreeWithTheApiServerLineByLine()
    {
        var shared = SharedFolder.Find("rbac-decisions");
        Assert.SkipUnless(shared is not null, "../shared/rbac-decisions is not there: the decisions of a real API server cannot be compared");
        var questions = Path.Combine(shared, "decisions.dev.ndjson");

        var (exit, output, _) = await PostureCommand.CallAsync("access", "can", "--objects", Path.Combine(shared, "objects.json"), "--questions", questions, "-o", "ndjson");

        Assert.Equal(0, exit);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Answer).ToList();
        Assert.Equal((await File.ReadAllLinesAsync(questions, TestContext.Current.CancellationToken)).Select(Answer), answers);
    }

    private static (int Id, bool Allowed) Answer(string line)
    {
        using var document = JsonDocument.Parse(line);
        return (document.RootElement.GetProperty("id").GetInt32(), document.RootElement.GetProperty("allowed").GetBoolean());
    }
}
