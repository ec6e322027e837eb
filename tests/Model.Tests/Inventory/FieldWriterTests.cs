using System.Text;
using System.Text.Json;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Model.Tests.Inventory;

public sealed class FieldWriterTests
{
    private const string Fields = """
        [{"manager":"kubectl-edit","operation":"Update","apiVersion":"apps/v1","time":"2026-02-01T00:00:00Z","fieldsType":"FieldsV1",
          "fieldsV1":{"f:spec":{"f:replicas":{}}}},
         {"manager":"helm","operation":"Update","apiVersion":"apps/v1beta1","time":"2026-01-01T00:00:00Z","fieldsV1":{"f:metadata":{"f:spec":{}}}},
         {"manager":"kube-controller-manager","apiVersion":"apps/v1","time":"2026-03-01T00:00:00Z","subresource":"status","fieldsV1":{"f:status":{}}},
         7,{"manager":null,"apiVersion":["x"],"fieldsV1":[]}]
        """;

    [Fact]
    public void Decode_ManagedFields_KeepsWhoWroteThroughWhichVersion_LatestLast() =>
        Assert.Equal([new("helm", "apps/v1beta1", false), new("kubectl-edit", "apps/v1", true)], Read(Fields).Metadata.Writers);

    [Fact]
    public void Decode_NoManagedFields_IsUnknown()
    {
        Assert.Null(((Deployment)Kind.Decode("{}"u8)!).Metadata.Writers);
        Assert.Null(Read("{}").Metadata.Writers);
    }

    [Fact]
    public void Decode_SameWriters_AreKeptOnce() => Assert.Same(Read(Fields).Metadata.Writers, Read(Fields.Replace("2026", "2025",
        StringComparison.Ordinal)).Metadata.Writers);

    [Fact]
    public void Serialize_ThenDecode_GivesTheSameWriters()
    {
        var item = Read(Fields);

        Assert.Equal(item.Metadata.Writers, ((Deployment)Kind.Decode(JsonSerializer.SerializeToUtf8Bytes(item,
            ModelJson.Default.Deployment))!).Metadata.Writers);
    }

    private static KindInfo Kind => KnownKinds.Find("apps", "Deployment")!;

    private static Deployment Read(string fields) =>
        (Deployment)Kind.Decode(Encoding.UTF8.GetBytes("""{"metadata":{"managedFields":FIELDS}}""".Replace("FIELDS", fields, StringComparison.Ordinal)))!;
}
