using System.Text;
using System.Text.Json;
using Posture.Collectors.Watching;

namespace Posture.Collectors.Tests.Watching;

/// <summary>The streaming reader of a page: any order, any split, and no half pages.</summary>
public sealed class ListReaderTests
{
    private const string Page = """
        {"apiVersion":"v1","items":[{"a":"}] \\\" {"}, {"b":[1,{"c":null}]}],"kind":"XList",
        "metadata":{"resourceVersion":"7","continue":"next","remainingItemCount":1}}
        """;

    [Fact]
    public async Task Page_SplitAtEveryByte_SameItems()
    {
        var bytes = Encoding.UTF8.GetBytes(Page);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var (items, metadata) = await ReadAsync(bytes, size);
            Assert.Equal(["{\"a\":\"}] \\\\\\\" {\"}", "{\"b\":[1,{\"c\":null}]}"], items);
            Assert.Equal(new ListMetadata("7", "next"), metadata);
        }
    }

    [Fact]
    public async Task Items_Null_EmptyList() =>
        Assert.Empty((await ReadAsync("{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":null}"u8.ToArray(), 5)).Items);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"metadata\":{\"resourceVersion\":\"7\"}}")]
    [InlineData("{\"items\":[]}")]
    [InlineData("{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{}")]
    [InlineData("{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{}{}]}")]
    public async Task Page_CutOrNoList_Refused(string json) => await Assert.ThrowsAsync<JsonException>(() => ReadAsync(Encoding.UTF8.GetBytes(json), 3));

    private static async Task<(List<string> Items, ListMetadata Metadata)> ReadAsync(byte[] bytes, int size)
    {
        using var window = new ResponseWindow(new SlowStream(bytes, size), 1 << 20, 1 << 20, "x");
        var items = new List<string>();
        var metadata = await new ListReader(window).ReadAsync(json => items.Add(Encoding.UTF8.GetString(json)), TestContext.Current.CancellationToken);
        return (items, metadata);
    }

    /// <summary>Gives at most <paramref name="size"/> bytes a read.</summary>
    private sealed class SlowStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
