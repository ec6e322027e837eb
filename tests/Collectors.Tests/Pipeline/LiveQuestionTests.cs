using Posture.Analysis.Access;
using Posture.TestKit;

namespace Posture.Collectors.Tests.Pipeline;

/// <summary>Questions over the inventory that a loop holds.</summary>
public sealed class LiveQuestionTests(PostgresFixture postgres)
{
    private static readonly WhoCanQuestion ReadSecrets = new() { Verb = "get", Resource = "secrets" };

    private static string Reader(string user) => $$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: { name: reader, namespace: shop }
        rules: [{ verbs: [get], apiGroups: [""], resources: [secrets] }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: { name: readers, namespace: shop }
        roleRef: { kind: Role, name: reader }
        subjects: [{ kind: User, name: {{user}} }]
        """;

    [Fact]
    public async Task Question_AfterAChange_IsAnsweredFromTheInventoryAsItIsNow()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        stage.Write("rbac.yaml", Reader("alice"));
        var (loop, _) = await stage.StartAsync();
        await stage.NoticeAsync();
        Assert.Equal(["alice"], await AskAsync());

        stage.Write("rbac.yaml", Reader("bob"));
        await stage.NoticeAsync();
        Assert.Equal(["bob"], await AskAsync());

        async Task<IEnumerable<string>> AskAsync()
        {
            var question = AccessQuestions.WhoCan;
            var answer = await Eventually.SeeAsync(
                () => loop.AnswerAsync(question, question.Write(ReadSecrets)), found => found is not null, TimeSpan.FromSeconds(10), LoopStage.Token);
            return question.Read(answer).Holders.Select(holder => holder.Subject.Name);
        }
    }

    [Fact]
    public async Task Question_BeforeTheFirstCommit_HasNoAnswer()
    {
        await using var stage = await LoopStage.CreateAsync(postgres);
        var (loop, _) = await stage.StartAsync(new ScriptedSource([], null, ends: false));
        Assert.Null(await loop.AnswerAsync(AccessQuestions.WhoCan, AccessQuestions.WhoCan.Write(ReadSecrets)));
    }
}
