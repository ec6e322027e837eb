using System.Text.Json;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Tests.Cli;

/// <summary>JSON that is handed on block by block is the same text.</summary>
public sealed class JsonTextTests
{
    [Theory]
    [InlineData(1, 70_000)] // one value longer than a block
    [InlineData(4_001, 97)]
    public void Write_MoreThanABlock_IsWhole(int count, int length)
    {
        var texts = Enumerable.Range(0, count).Select(i => string.Concat(Enumerable.Repeat(i % 2 == 0 ? "容器🔒" : "é", length))).ToList();
        using var output = new StringWriter();

        JsonText.Write(output, json => json.Object(() => json.Texts("texts", texts)));

        using var read = JsonDocument.Parse(output.ToString());
        Assert.Equal(texts, read.RootElement.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!));
    }
}
