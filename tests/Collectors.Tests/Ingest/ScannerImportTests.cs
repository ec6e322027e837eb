using System.Text;
using Posture.Collectors.Ingest;
using Posture.Model.Inventory;

namespace Posture.Collectors.Tests.Ingest;

/// <summary>CycloneDX, SARIF and OpenVEX of an image: what they say of vulnerabilities, and what they do not say and must not be taken for it.</summary>
public sealed class ScannerImportTests : IDisposable
{
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string CycloneDx = """
        {"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"timestamp":"2026-10-30T08:00:00Z","component":{"type":"container","name":"shop/web","PRODUCT"}},
         "components":[{"type":"library","name":"openssl","version":"1"},{"type":"library","name":"libc6"}],
         "vulnerabilities":[
          {"id":"CVE-2026-1","ratings":[{"severity":"medium"},{"severity":"critical"}],"recommendation":"Upgrade openssl to version 2","published":"2026-09-01T00:00:00+00:00"},
          {"id":"CVE-2026-2","ratings":[{"severity":"high"}]},
          {"id":"CVE-2026-3","ratings":[{"severity":"critical"}],"recommendation":"Upgrade","analysis":{"state":"not_affected","justification":"code_not_reachable"}},
          {"id":"CVE-2026-4","ratings":[],"analysis":{"state":"in_triage"}}]}
        """;

    private const string Sarif = """
        {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Trivy","rules":[
           {"id":"CVE-2026-1","shortDescription":{"text":"remote code execution in openssl"},"properties":{"security-severity":"9.8","tags":["vulnerability","security","CRITICAL"]}},
           {"id":"CVE-2026-2","properties":{"security-severity":"7.5","tags":["vulnerability","security"]}},
           {"id":"DS002","properties":{"tags":["misconfiguration","security","CRITICAL"]}}]}},
         "results":[
           {"ruleId":"CVE-2026-1","message":{"text":"Package: openssl\nInstalled Version: 1\nVulnerability CVE-2026-1\nSeverity: CRITICAL\nFixed Version: 2\nLink: x"}},
           {"ruleId":"CVE-2026-2","message":{"text":"Package: libc6\nInstalled Version: 1\nFixed Version: \nLink: x"}},
           {"ruleId":"DS002","message":{"text":"Fixed Version: 1"}}],
         "properties":{"imageName":"shop/web","repoDigests":["registry.example.com/shop/web@DIGEST"]}}]}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posture-import-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("\"purl\":\"pkg:oci/web@sha256%3Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?repository_url=registry.example.com\"")]
    [InlineData("\"version\":\"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    [InlineData("\"properties\":[{\"name\":\"aquasecurity:trivy:RepoDigest\",\"value\":\"registry.example.com/shop/web@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]")]
    public void CycloneDx_GivesVulnerabilitiesComponentsAndStatements_ByDigest(string product)
    {
        var reader = Read(CycloneDx.Replace("\"PRODUCT\"", product, StringComparison.Ordinal));

        Assert.Empty(reader.Errors);
        var scan = reader.Items.OfType<VulnerabilityReport>().Single().Report;
        Assert.Equal((Digest, 2, 0, 4), (scan.Artifact.Digest, scan.Vulnerabilities.FixableCritical, scan.Vulnerabilities.FixableHigh, scan.Vulnerabilities.Worst.Count));
        Assert.Equal(new(2026, 10, 30, 8, 0, 0, TimeSpan.Zero), scan.UpdateTimestamp);
        Assert.Equal(["libc6", "openssl"], reader.Items.OfType<SbomReport>().Single().Report.Components.Components.Packages);
        var vex = reader.Items.OfType<ImageFacts>().Single().Spec.Vex!;
        Assert.Equal(["CVE-2026-3 not_affected code_not_reachable", "CVE-2026-4 under_investigation in_triage"], vex.Select(one => $"{one.Vulnerability} {one.Status} {one.Justification}"));
    }

    /// <summary>A component is meant by its own name, by that behind the name of the document, or by its package URL; the image by its own.</summary>
    [Fact]
    public void CycloneDx_SaysOfComponents_WhatItSaysOfThemAlone()
    {
        var reader = Read("""
            {"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"bom-ref":"image","name":"shop/web","version":"DIGEST"}},
             "components":[{"bom-ref":"a","name":"openssl","version":"3.0.1","purl":"pkg:deb/debian/libssl3@3.0.1?arch=amd64"},{"bom-ref":"b/1","name":"left pad","version":"1"}],
             "vulnerabilities":[
              {"id":"CVE-1","ratings":[{"severity":"high"}],"recommendation":"Upgrade","affects":[{"ref":"a"},{"ref":"urn:cdx:f/1#b%2F1"}],"analysis":{"state":"not_affected"}},
              {"id":"CVE-2","affects":[{"ref":"pkg:npm/%40x/y@2"}],"analysis":{"state":"resolved"}},
              {"id":"CVE-3","affects":[{"ref":"image"},{"ref":"a"}],"analysis":{"state":"not_affected"}},
              {"id":"CVE-4","affects":[{"ref":"gone"}],"analysis":{"state":"not_affected"}},
              {"id":"CVE-5","affects":[{}],"analysis":{"state":"not_affected"}}]}
            """.Replace("DIGEST", Digest, StringComparison.Ordinal));

        Assert.Empty(reader.Errors);
        var found = reader.Items.OfType<VulnerabilityReport>().Single().Report.Vulnerabilities;
        Assert.Equal(["CVE-1", "CVE-2", "CVE-3", "CVE-4", "CVE-5"], found.Worst.Select(one => one.Id));
        Assert.Equal(["deb libssl3 3.0.1", " left pad 1"], found.Worst[0].In!.Select(at => $"{found.Libraries[at].Type} {found.Libraries[at].Name} {found.Libraries[at].Installed}"));
        Assert.Equal(["npm @x/y 2"], found.Worst[1].In!.Select(at => $"{found.Libraries[at].Type} {found.Libraries[at].Name} {found.Libraries[at].Installed}"));
        Assert.All(found.Worst.Skip(2), one => Assert.True(one.In is null && one.InOthers == true));
        Assert.Equal(
            ["CVE-1 in pkg:deb/debian/libssl3@3.0.1?arch=amd64", "CVE-2 in pkg:npm/%40x/y@2", "CVE-3 in "],
            reader.Items.OfType<ImageFacts>().Single().Spec.Vex!.Select(one => $"{one.Vulnerability} in {one.Part}"));
    }

    /// <summary>Tools write an empty list where nobody looked for any: a bill of materials is no clean scan.</summary>
    [Fact]
    public void CycloneDx_WithoutVulnerabilities_IsNoScan()
    {
        var bom = CycloneDx[..CycloneDx.IndexOf("\"vulnerabilities\"", StringComparison.Ordinal)] + "\"vulnerabilities\":[]}";
        var reader = Read(bom.Replace("\"PRODUCT\"", $"\"version\":\"{Digest}\"", StringComparison.Ordinal));

        Assert.Empty(reader.Errors);
        Assert.IsType<SbomReport>(Assert.Single(reader.Items));
    }

    [Fact]
    public void Sarif_GivesVulnerabilitiesOnly_WithTheFixOfTheMessage()
    {
        var reader = Read(Sarif.Replace("DIGEST", Digest, StringComparison.Ordinal));

        Assert.Empty(reader.Errors);
        var found = Assert.IsType<VulnerabilityReport>(Assert.Single(reader.Items)).Report.Vulnerabilities;
        Assert.Equal(["CVE-2026-1 CRITICAL True True", "CVE-2026-2 HIGH False "], found.Worst.Select(one => $"{one.Id} {one.Severity} {one.Fixable} {one.RemoteCode}"));
        Assert.Equal(["openssl 1 2", "libc6 1 "], found.Libraries.Select(library => $"{library.Name} {library.Installed} {library.Fixed}"));
    }

    /// <summary>Such a run may have looked for secrets, or for misconfigurations.</summary>
    [Fact]
    public void Sarif_WithoutVulnerabilities_SaysNothing()
    {
        var reader = Read("""{"version":"2.1.0","runs":[{"tool":{"driver":{"rules":[]}},"results":[],"properties":{"repoDigests":["a@DIGEST"]}}]}""".Replace("DIGEST", Digest, StringComparison.Ordinal));

        Assert.Empty(reader.Items);
        Assert.Equal("import.empty", Assert.Single(reader.Errors).Code);
    }

    [Theory]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"name":"web","version":"1.2"}},"vulnerabilities":[{"id":"CVE-2026-1"}]}""")]
    [InlineData("""{"version":"2.1.0","runs":[{"results":[]}]}""")]
    [InlineData("""{"@context":"https://openvex.dev/ns/v0.2.0","statements":[{"vulnerability":{"name":"CVE-2026-1"},"products":[{"@id":"pkg:oci/web"}],"status":"fixed"}]}""")]
    public void File_ThatNamesNoDigest_IsTold(string json)
    {
        var reader = Read(json);

        Assert.Equal("import.no_digest", Assert.Single(reader.Errors).Code);
        Assert.Empty(reader.Items);
    }

    [Theory]
    [InlineData("""{"@context":"https://openvex.dev/ns/v0.2.0","statements":{}}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","vulnerabilities":[null]}""")]
    [InlineData("""{"version":"2.1.0","runs":[null]}""")]
    public void File_OfAnotherShape_IsMalformed(string json)
    {
        var reader = Read(json);

        Assert.Equal("import.malformed", Assert.Single(reader.Errors).Code);
        Assert.Empty(reader.Items);
    }

    [Fact]
    public void OpenVex_IsJoinedWithWhatIsKnownOfTheImage()
    {
        var reader = Read(
            CycloneDx.Replace("\"PRODUCT\"", $"\"version\":\"{Digest}\"", StringComparison.Ordinal),
            """{"@context":"https://openvex.dev/ns/v0.2.0","author":"ci","timestamp":"2026-10-01T00:00:00Z","statements":[{"vulnerability":{"name":"CVE-2026-1"},"products":[{"@id":"pkg:oci/web@DIGEST"}],"status":"not_affected","justification":"component_not_present"}]}"""
                .Replace("DIGEST", Digest, StringComparison.Ordinal));

        Assert.Empty(reader.Errors);
        Assert.Equal(["CVE-2026-1", "CVE-2026-3", "CVE-2026-4"], reader.Items.OfType<ImageFacts>().Single().Spec.Vex!.Select(one => one.Vulnerability).Order(StringComparer.Ordinal));
    }

    private ImportReader Read(params string[] files)
    {
        var reader = new ImportReader(TimeProvider.System);
        for (var i = 0; i < files.Length; i++)
        {
            var path = Path.Combine(_folder.FullName, $"{i}.json");
            File.WriteAllText(path, files[i], Encoding.UTF8);
            reader.Read(path);
        }
        return reader;
    }
}
