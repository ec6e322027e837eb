using System.Text;
using Posture.Collectors.Kinds;
using Posture.Collectors.Sources;
using Posture.Model.Inventory;

namespace Posture.Collectors.Tests.Kinds;

public sealed class JsonManifestReaderTests
{
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p{0}","namespace":"a","labels":{"x":"\"}{"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""";

    [Theory]
    [InlineData("{\"apiVersion\":\"v1\",\"items\":[ITEMS],\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"\"}}")]
    [InlineData("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[ITEMS]}")]
    [InlineData("ITEMS")]
    [InlineData("{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[]}\nITEMS\n")]
    public void Read_EveryShapeOfDump_GivesTheSameObjects(string shape)
    {
        var items = string.Join(",\n", Enumerable.Range(0, 3).Select(i => Pod.Replace("{0}", $"{i}", StringComparison.Ordinal)));
        var (objects, errors) = Read(shape.Replace("ITEMS", items, StringComparison.Ordinal));

        Assert.Empty(errors);
        Assert.Equal(["p0", "p1", "p2"], objects.Select(item => item.Name));
        Assert.All(objects, item => Assert.Equal(("v1", "Pod", "\"}{"), (item.ApiVersion, item.Kind, item.Metadata.Labels["x"])));
    }

    [Fact]
    public void Read_TypedListItemsWithoutKind_TakeTheListsKind()
    {
        var (objects, errors) = Read("""{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"p"}}]}""");

        Assert.Empty(errors);
        Assert.IsType<Pod>(Assert.Single(objects));
    }

    [Fact]
    public void Read_AnyChunking_GivesTheSame()
    {
        var text = $$"""{"kind":"List","apiVersion":"v1","items":[{{string.Join(',', Enumerable.Range(0, 400).Select(i => Pod.Replace("{0}", $"{i}", StringComparison.Ordinal)))}}]}""";
        var objects = new List<KubeObject>();
        using var slow = new OneByteStream(Encoding.UTF8.GetBytes(text));

        JsonManifestReader.Read(slow, "f", objects.Add, _ => { }, error => Assert.Fail(error.Message));

        Assert.Equal(400, objects.Count);
    }

    [Theory]
    [InlineData("""{"kind":"List","apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}},""", "json.syntax", 1)]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":""", "json.syntax", 0)]
    [InlineData("""{"a":1}""", "manifest.no_kind", 0)]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","spec":{"containers":7}}""", "manifest.malformed", 0)]
    [InlineData("""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"b"},"subjects":[null]}""", "manifest.malformed", 0)]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"a"},null]}}""", "manifest.malformed", 0)]
    public void Read_Broken_IsReportedAndTheRestRead(string text, string code, int read)
    {
        var (objects, errors) = Read(text);

        Assert.Equal(code, Assert.Single(errors).Code);
        Assert.Equal(read, objects.Count);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":null},"spec":{"volumes":null,"containers":[{"name":"null","args":["null"]}]}}""")]
    [InlineData("""{"apiVersion":"kyverno.io/v1","kind":"ClusterPolicy","metadata":{"name":"p"},"spec":{"rules":[null]}}""")]
    public void Read_NullFieldOrFreeForm_IsRead(string text) => Assert.Single(Read(text).Objects);

    [Fact]
    public void Read_TenThousandDeep_IsRefusedWithoutACrash()
    {
        var (_, errors) = Read($$"""{"apiVersion":"v1","kind":"Pod","x":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""");

        Assert.Equal("manifest.malformed", Assert.Single(errors).Code);
    }

    private static (List<KubeObject> Objects, List<SourceError> Errors) Read(string text)
    {
        var objects = new List<KubeObject>();
        var errors = new List<SourceError>();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        JsonManifestReader.Read(stream, "f.json", objects.Add, _ => { }, errors.Add);
        return (objects, errors);
    }

    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
