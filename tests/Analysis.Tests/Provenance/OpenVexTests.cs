using System.Text.Json;
using Posture.Analysis.Provenance;

namespace Posture.Analysis.Tests.Provenance;

/// <summary>OpenVEX documents, from 0.0.1 to 0.2.0: which statements are about an image or a part of one, and about which.</summary>
public sealed class OpenVexTests
{
    private const string Hex = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("""{"vulnerability":"CVE-1","status":"not_affected"}""", "CVE-1 not_affected attached")]
    [InlineData("""{"vulnerability":"CVE-1","products":["pkg:oci/web@sha256:HEX"],"status":"fixed"}""", "CVE-1 fixed HEX")]
    [InlineData("""{"vulnerability":{"name":"CVE-1","aliases":["GHSA-2","CVE-1"]},"products":[],"status":"fixed"}""", "CVE-1 fixed attached", "GHSA-2 fixed attached")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:oci/web@sha256%3AHEX?x=y"}],"status":"fixed"}""", "CVE-1 fixed HEX")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"web","identifiers":{"purl":"pkg:oci/web@sha256:HEX"}}],"status":"fixed"}""", "CVE-1 fixed HEX")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"web","hashes":{"sha-256":"HEX"}}],"status":"fixed"}""", "CVE-1 fixed HEX")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:oci/web@sha256:HEX","subcomponents":[{"@id":"pkg:deb/openssl"},{"@id":"x","identifiers":{"purl":"pkg:npm/a@1"}}]}],"status":"fixed"}""", "CVE-1 fixed HEX in pkg:deb/openssl", "CVE-1 fixed HEX in pkg:npm/a@1")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:oci/web@sha256:HEX","subcomponents":[{"@id":"openssl"},7,{"identifiers":{"cpe23":"cpe:2.3:a:b"}}]}],"status":"fixed"}""")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:oci/web@sha256:HEX","subcomponents":{}}],"status":"fixed"}""")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:oci/web@sha256:HEX","subcomponents":[]}],"status":"fixed"}""", "CVE-1 fixed HEX")]
    [InlineData("""{"vulnerability":"CVE-1","products":["pkg:oci/web@sha256:HEX"],"subcomponents":["pkg:apk/alpine/musl@1"],"status":"fixed"}""", "CVE-1 fixed HEX in pkg:apk/alpine/musl@1")]
    [InlineData("""{"vulnerability":"CVE-1","subcomponents":["pkg:apk/alpine/musl@1"],"status":"fixed"}""", "CVE-1 fixed attached in pkg:apk/alpine/musl@1")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:apk/openssl@1"}],"status":"fixed"}""")]
    [InlineData("""{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:oci/web@sha256:HEX0"},{"@id":"pkg:oci/web@sha256:aa"}],"status":"fixed"}""", "CVE-1 fixed HEX")]
    [InlineData("""{"products":["pkg:oci/web@sha256:HEX"],"status":"fixed"}""")]
    [InlineData("""{"vulnerability":7,"status":"fixed"}""")]
    [InlineData("7")]
    public void Statement_IsAboutWhatItNames(string statement, params string[] expected)
    {
        var read = Read("{\"statements\":[" + statement.Replace("HEX", Hex, StringComparison.Ordinal) + "]}");

        Assert.Equal(expected, read.Select(one => $"{one.Statement.Vulnerability} {one.Statement.Status} {one.Digest?.Replace("sha256:" + Hex, "HEX", StringComparison.Ordinal) ?? "attached"}{(one.Statement.Part is { } part ? $" in {part}" : "")}"));
    }

    [Fact]
    public void Time_OfTheStatement_ThenOfTheDocument()
    {
        var read = Read("""{"timestamp":"2026-01-01T00:00:00Z","last_updated":"2026-02-01T00:00:00Z","statements":[{"vulnerability":"A","status":"fixed","timestamp":"2026-03-01T00:00:00Z"},{"vulnerability":"B","status":"fixed"}]}""");

        Assert.Equal([3, 2], read.Select(one => one.Statement.At!.Value.Month));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"statements":7}""")]
    public void Document_ThatIsNone_IsRefused(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Fact]
    public void Document_WithoutEnd_IsRefused() =>
        Assert.Throws<JsonException>(() => Read("{\"statements\":[" + string.Join(',', Enumerable.Repeat("""{"vulnerability":"CVE-1","status":"fixed"}""", 5_001)) + "]}"));

    private static IReadOnlyList<(string? Digest, Model.Inventory.VexStatement Statement)> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return OpenVex.Read(document.RootElement.Clone(), "ci");
    }
}
