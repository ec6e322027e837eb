using Microsoft.Extensions.Time.Testing;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Collectors.Sources;
using Posture.Model.Verdicts;

namespace Posture.Collectors.Tests.Sources;

public sealed class FolderSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("posture-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ReadOnce_BrokenFileAmongGoodOnes_IsReportedByFileAndLine()
    {
        Write("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n");
        Write("b.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: { name: b\n  x: [\n");
        Write("sub/c.json", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"c"}}""");
        Write("notes.txt", "not a manifest");

        var told = Source().ReadOnce().ToList();

        Assert.Equal(["a", "c"], told.OfType<SourceEvent.Put>().Select(put => put.Item.Name));
        var problem = Assert.Single(told.OfType<SourceEvent.Problem>()).Error;
        Assert.Equal("yaml.syntax", problem.Code);
        Assert.Matches(@"b\.yaml:\d+$", problem.Place);
    }

    [Theory]
    [InlineData("anchor.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: &m { name: a }\ndata: *m\n", "yaml.alias_not_allowed")]
    [InlineData("binary.yaml", "a\0b", "manifest.not_text")]
    [InlineData("nokind.yaml", "hello: world\n", "manifest.no_kind")]
    public void ReadOnce_BadInput_GetsAStableCode(string file, string text, string code)
    {
        Write(file, text);

        Assert.Equal(code, Assert.Single(Source().ReadOnce().OfType<SourceEvent.Problem>()).Error.Code);
    }

    [Theory]
    [InlineData("bare-names.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: b}}\n")]
    [InlineData("bare-values.yml", "{\"apiVersion\": v1, \"kind\": Namespace, \"metadata\": {\"name\": a}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n")]
    [InlineData("between-dashes.yaml", "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"a\"}}\n---\n{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"b\"}}\n")]
    [InlineData("deeper.yaml", "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\": a}}\n---\n{ # a remark\n kind: Namespace, apiVersion: v1, metadata: {name: 'b'} }\n")]
    [InlineData("named-otherwise.json", "{\n  # a remark\n  kind: List, apiVersion: v1, items: [{kind: Namespace, apiVersion: v1, metadata: {name: a}}, {kind: Namespace, apiVersion: v1, metadata: {name: b}}]}")]
    public void ReadOnce_FlowMappingOfYaml_IsReadAsYaml(string file, string text)
    {
        Write(file, text);

        var told = Source().ReadOnce().ToList();

        Assert.Empty(told.OfType<SourceEvent.Problem>());
        Assert.Equal(["a", "b"], told.OfType<SourceEvent.Put>().Select(put => put.Item.Name));
    }

    [Theory]
    [InlineData("broken.yaml", "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"a\"}}\n{\"apiVersion\":", "json.syntax", 1)]
    [InlineData("template.yaml", "{{- if .Values.on }}\napiVersion: v1\nkind: Namespace\n{{- end }}\n", "yaml.syntax", 0)]
    [InlineData("shape.yaml", "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":[1]}", "manifest.malformed", 0)]
    public void ReadOnce_NeitherJsonNorYaml_GetsTheCodeOfTheBetterReading(string file, string text, string code, int objects)
    {
        Write(file, text);

        var told = Source().ReadOnce().ToList();

        Assert.Equal(code, Assert.Single(told.OfType<SourceEvent.Problem>()).Error.Code);
        Assert.Equal(objects, told.OfType<SourceEvent.Put>().Count());
    }

    [Fact]
    public void ReadOnce_TenThousandDeepYaml_IsRefused()
    {
        Write("deep.yaml", "a: " + new string('[', 10_000));

        Assert.Equal("yaml.too_deep", Assert.Single(Source().ReadOnce().OfType<SourceEvent.Problem>()).Error.Code);
    }

    [Fact]
    public void ReadOnce_UnknownKind_IsCountedNotAnError()
    {
        Write("x.yaml", "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\n");

        var told = Source().ReadOnce().ToList();

        Assert.Empty(told.OfType<SourceEvent.Problem>());
        Assert.Equal("example.com/v1/Widget", Assert.Single(told.OfType<SourceEvent.Unknown>()).Kind);
    }

    [Fact]
    public void ReadOnce_EditedDump_IsJudgedAgain()
    {
        const string pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"a","uid":"u","resourceVersion":"41","generation":1},"spec":{"hostPID":false,"containers":[{"name":"c"}]}}""";
        var evaluator = new ClusterEvaluator("c", new(), PosturePolicy.Default, ControlCatalogue.Default);
        var verdicts = new List<Verdict>();
        foreach (var text in (string[])[pod, pod.Replace("\"hostPID\":false", "\"hostPID\":true", StringComparison.Ordinal)])
        {
            Write("p.json", text);
            foreach (var told in Source().ReadOnce())
                if (told is SourceEvent.Put put)
                    evaluator.Put(put.Item);
                else if (told is SourceEvent.Covered covered)
                    evaluator.SetCoverage(covered.Coverage);
            evaluator.Evaluate(DateTimeOffset.UnixEpoch);
            verdicts.Add(evaluator.Findings.Single(finding => finding is { Control: "L1-POD-HOST-PID", Object.Kind: "Pod" }).Verdict);
        }

        Assert.Equal([Verdict.Pass, Verdict.Fail], verdicts);
    }

    [Fact]
    public void ReadOnce_SecretData_NeverEnters()
    {
        Write("s.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: a\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: 'hunter2'\ndata: { password: aHVudGVyMg== }\nstringData: { token: hunter2 }\n");

        var secret = Assert.Single(Source().ReadOnce().OfType<SourceEvent.Put>()).Item;

        var kept = System.Text.Json.JsonSerializer.Serialize(secret, secret.GetType(), Model.Json.ModelJson.Default);
        Assert.Contains("password", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_FileChangesAndGoes_TellsPutAndRemoved()
    {
        Write("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: gone }\n");
        var time = new FakeTimeProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var told = new FolderSource([_folder], time).ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        while (await told.MoveNextAsync() && told.Current is not SourceEvent.Synced)
        {
        }

        Write("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: { name: a, labels: { x: y } }\n");
        var put = Assert.IsType<SourceEvent.Put>(await NextAsync(told, time));
        Assert.Equal("y", put.Item.Metadata.Labels["x"]);
        Assert.Equal("gone", Assert.IsType<SourceEvent.Removed>(await NextAsync(told, time)).Name);
        File.Delete(Path.Combine(_folder, "a.yaml"));
        while (await NextAsync(told, time) is var next)
            if (next is SourceEvent.Removed removed)
            {
                Assert.Equal("a", removed.Name);
                break;
            }
    }

    /// <summary>The next event; lets the debounce pass on the fake clock as often as it is waited for.</summary>
    private static async Task<SourceEvent> NextAsync(IAsyncEnumerator<SourceEvent> told, FakeTimeProvider time)
    {
        var next = told.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
            time.Advance(FolderSource.Debounce);
        }
        Assert.True(await next);
        return told.Current;
    }

    private FolderSource Source() => new([_folder], TimeProvider.System);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
