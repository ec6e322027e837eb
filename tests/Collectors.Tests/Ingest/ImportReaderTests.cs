using System.Text;
using Posture.Collectors.Ingest;
using Posture.Model.Inventory;

namespace Posture.Collectors.Tests.Ingest;

/// <summary>Files of other tools: told by their shape, reduced to what controls ask, refused with a code when they are something else.</summary>
public sealed class ImportReaderTests : IDisposable
{
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly string Trivy = """
        {"SchemaVersion":2,"CreatedAt":"2026-10-30T08:00:00Z","ArtifactName":"registry.example.com/shop/web:1","ArtifactType":"container_image",
         "Metadata":{"OS":{"Family":"debian","Name":"9.13","EOSL":true},"RepoDigests":["registry.example.com/shop/web@DIGEST"],
          "ImageConfig":{"created":"2026-01-02T03:04:05Z","config":{"Labels":{"org.opencontainers.image.base.name":"debian:9"},"Env":["A=hunter2"]}}},
         "Results":[
          {"Target":"web (debian 9.13)","Class":"os-pkgs","Type":"debian","Packages":[{"Name":"nmap"},{"Name":"libc6"}],
           "Vulnerabilities":[{"VulnerabilityID":"CVE-2026-1","PkgName":"openssl","FixedVersion":"2","Severity":"CRITICAL","PublishedDate":"2026-09-01T00:00:00Z"},
            {"VulnerabilityID":"CVE-2026-2","Severity":"HIGH"}]},
          {"Target":"/app/.env","Class":"secret","Secrets":[{"RuleID":"aws-access-key-id","Severity":"CRITICAL","Title":"AWS","Match":"hunter2"}]}]}
        """.Replace("DIGEST", Digest, StringComparison.Ordinal);

    private const string KubeBench = """
        {"Controls":[{"id":"1","version":"cis-1.12","node_type":"master","text":"Control Plane","tests":[{"section":"1.2","results":[
          {"test_number":"1.2.1","test_desc":"d","status":"WARN","actual_value":"hunter2","scored":false},{"test_number":"1.2.2","status":"PASS"}]}]},
         {"id":"5","version":"cis-1.12","node_type":"policies","tests":[{"section":"5.1","results":[{"test_number":"5.1.1","status":"FAIL"}]}]}],
         "Totals":{"total_pass":1}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posture-import-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("""[{"critical":{}},null]""")]
    [InlineData("""{"Controls":[null]}""")]
    [InlineData("""{"Controls":[{"tests":[{"results":[null]}]}]}""")]
    [InlineData("""{"SchemaVersion":2,"ArtifactName":"x","Metadata":{"RepoDigests":[null]},"Results":[]}""")]
    [InlineData("""{"SchemaVersion":2,"ArtifactName":"x","Metadata":{"RepoDigests":["a@sha256:aa"]},"Results":[{"Secrets":[null]}]}""")]
    [InlineData("""[{"RepoDigests":["a@sha256:aa"]},null]""")]
    [InlineData("""{"payloadType":"x","payload":"eyJzdWJqZWN0IjpbbnVsbF19"}""")] // {"subject":[null]}
    public void NullItemOfAList_IsMalformed(string json)
    {
        var reader = Read(("broken.json", json));

        Assert.Equal("import.malformed", Assert.Single(reader.Errors).Code);
        Assert.Empty(reader.Items);
    }

    [Fact]
    public void Trivy_GivesVulnerabilitiesSecretsPackagesAndFacts_ByDigest()
    {
        var reader = Read(("web.json", Trivy));

        Assert.Empty(reader.Errors);
        var scan = reader.Items.OfType<VulnerabilityReport>().Single().Report;
        Assert.Equal((Digest, 1, 0, true), (scan.Artifact.Digest, scan.Vulnerabilities.FixableCritical, scan.Vulnerabilities.FixableHigh, scan.Os!.Eosl!.Value));
        Assert.Equal(new(2026, 10, 30, 8, 0, 0, TimeSpan.Zero), scan.UpdateTimestamp);
        Assert.Equal("/app/.env", reader.Items.OfType<ExposedSecretReport>().Single().Report.Secrets.Places[0].Target);
        Assert.Equal(["libc6", "nmap"], reader.Items.OfType<SbomReport>().Single().Report.Components.Components.Packages);
        var facts = reader.Items.OfType<ImageFacts>().Single();
        Assert.Equal((Digest, 2026, "debian:9"), (facts.Name, facts.Spec.Created!.Value.Year, facts.Spec.Labels!["org.opencontainers.image.base.name"]));
        Assert.Null(facts.Spec.Signatures);
    }

    [Fact]
    public void KubeBench_IsNamedAfterItsFile_AndDatedByIt_WithoutPolicies()
    {
        var written = new DateTime(2026, 10, 5, 0, 0, 0, DateTimeKind.Utc);
        var path = Write("worker-1.json", KubeBench);
        File.SetLastWriteTimeUtc(path, written);
        var reader = new ImportReader(TimeProvider.System);
        reader.Read(path);

        var report = Assert.IsType<KubeBenchReport>(Assert.Single(reader.Items)).Spec;

        Assert.Equal(("worker-1", "cis-1.12", new DateTimeOffset(written)), (report.Node, report.Version, report.CollectedAt!.Value));
        Assert.Equal([("1.2.1", "WARN"), ("1.2.2", "PASS")], report.Results.Select(result => (result.Id, result.Status)));
    }

    [Fact]
    public void KubeBench_BareArrayAndSeveralDocuments_AreOneRun()
    {
        const string Bare = """[{"id":"4","version":"cis-1.12","node_type":"node","tests":[{"results":[{"test_number":"4.2.1","status":"FAIL"}]}]}]""";

        var report = (KubeBenchReport)Assert.Single(Read(("n.json", $"{KubeBench}\n{Bare}\n")).Items);

        Assert.Equal(["1.2.1", "1.2.2", "4.2.1"], report.Spec.Results.Select(result => result.Id));
    }

    [Fact]
    public void Cosign_AndDocker_SpeakOfOneImage_AsOne()
    {
        var statement = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            """{"predicateType":"https://slsa.dev/provenance/v1","subject":[{"digest":{"sha256":"DIGEST"}}],"predicate":{"runDetails":{"builder":{"id":"https://builder.example.com"}}}}""".Replace("DIGEST", Digest[7..], StringComparison.Ordinal)));
        var reader = Read(
            ("verify.json", $$$"""[{"critical":{"identity":{"docker-reference":"x"},"image":{"docker-manifest-digest":"{{{Digest}}}"}},"optional":{"Subject":"me@example.com","Issuer":"https://idp.example.com"}}]"""),
            ("attest.json", $$$"""{"payloadType":"application/vnd.in-toto+json","payload":"{{{statement}}}","signatures":[]}"""),
            ("inspect.json", $$$"""[{"Id":"sha256:c","RepoDigests":["x@{{{Digest}}}"],"Created":"2026-10-01T00:00:00Z","Config":{"Labels":null}}]"""));

        Assert.Empty(reader.Errors);
        var facts = ((ImageFacts)Assert.Single(reader.Items)).Spec;
        Assert.Equal(("me@example.com", "https://builder.example.com", 2026), (facts.Signatures![0].Signer, facts.Attestations![0].Builder, facts.Created!.Value.Year));
        Assert.Empty(facts.Labels!);
    }

    [Fact]
    public void PolicyReport_YamlAndListOfJson_AreRead()
    {
        var reader = Read(
            ("a.yaml", "apiVersion: wgpolicyk8s.io/v1alpha2\nkind: PolicyReport\nmetadata: { name: a, namespace: shop }\nresults: [{ policy: p, result: fail }]\n"),
            ("b.json", """{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"openreports.io/v1alpha1","kind":"ClusterReport","metadata":{"name":"b"},"summary":{"fail":2}}]}"""));

        Assert.Empty(reader.Errors);
        Assert.Equal(["a", "b"], reader.Items.Cast<PolicyReport>().Select(report => report.Name));
    }

    [Theory]
    [InlineData("import.unknown_format", """{"matches":[],"source":{}}""")]
    [InlineData("import.unknown_format", """[1,2]""")]
    [InlineData("import.unknown_format", "just: text\n")]
    [InlineData("import.unknown_format", "apiVersion: example.com/v1\nkind: Report\nmetadata: { name: x }\n")]
    [InlineData("import.not_a_report", "apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: y }\n")]
    [InlineData("import.malformed", """{"Controls":[{"tests":{}}]}""")]
    [InlineData("import.malformed", """{"Controls":[""")]
    [InlineData("import.malformed", """{"payloadType":"x","payload":"%%%"}""")]
    [InlineData("import.unknown_benchmark", """{"Controls":[{"version":"eks-1.8.0","tests":[]}]}""")]
    [InlineData("import.no_digest", """{"SchemaVersion":2,"ArtifactName":"web","Results":[]}""")]
    [InlineData("import.empty", "")]
    [InlineData("import.unknown_format", "[]")]
    public void File_NotUsable_IsRefusedWithACode(string code, string text)
    {
        var reader = Read(("x.json", text));

        Assert.Equal(code, Assert.Single(reader.Errors).Code);
        Assert.Empty(reader.Items);
    }

    [Fact]
    public void File_NestedWithoutEnd_IsRefused() => Assert.Equal("import.malformed", Assert.Single(Read(("x.json", $"{{\"Controls\":{new string('[', 100_000)}")).Errors).Code);

    [Fact]
    public async Task Scan_WithImports_JudgesByThem()
    {
        var pod = Write("pod.yaml", $"apiVersion: v1\nkind: Pod\nmetadata: {{ name: web, namespace: shop }}\nspec: {{ containers: [{{ name: app, image: \"web@{Digest}\" }}] }}\n");
        var (trivy, bench) = (Write("web.json", Trivy), Write("cp-1.json", KubeBench));

        var (exit, output, chatter) = await Cli.PostureCommand.RunAsync(["scan", pod, "--import", trivy, "--import", bench, "-o", "ndjson"]);

        Assert.Equal((0, ""), (exit, chatter.Trim()));
        foreach (var (control, verdict) in new[] { ("L2-IMG-VULN-CRITICAL", "fail"), ("L2-IMG-EOL-BASE", "fail"), ("L2-IMG-EMBEDDED-SECRET", "fail"), ("L2-IMG-TOOLING", "fail"), ("L4-IMG-REBUILD-AGE", "fail"), ("L9-API-STATIC-TOKENS", "pass"), ("L6-API-ANONYMOUS-AUTH", "manual") })
            Assert.Contains($"\"verdict\":\"{verdict}\"", output.Split('\n').Single(line => line.Contains($"\"control\":\"{control}\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_WrongImport_ExitTwo_MissingOneExitFive()
    {
        var pod = Write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\n");

        var wrong = await Cli.PostureCommand.RunAsync(["scan", pod, "--import", Write("x.json", "{}")]);
        var missing = await Cli.PostureCommand.RunAsync(["scan", pod, "--import", Path.Combine(_folder.FullName, "none.json")]);

        Assert.Equal((2, ""), (wrong.Exit, wrong.Output));
        Assert.Contains("import.unknown_format: ", wrong.Chatter, StringComparison.Ordinal);
        Assert.Equal((5, ""), (missing.Exit, missing.Output));
    }

    private ImportReader Read(params (string Name, string Text)[] files)
    {
        var reader = new ImportReader(TimeProvider.System);
        foreach (var (name, text) in files)
            reader.Read(Write(name, text));
        return reader;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
