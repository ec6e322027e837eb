using System.Text;
using System.Text.Json;
using Posture.Collectors.Kinds;

namespace Posture.Collectors.Tests.Kinds;

public sealed class JsonExtentTests
{
    /// <summary>Pieces that matter: brackets and quotes inside strings, runs of backslashes of every parity, over the edges of 64-byte blocks.</summary>
    private static readonly string[] Texts = ["}", "{", "]", "[", "\"", "\\", "\\\\", "\\\\\\", "x", "0123456789012345678901234567890123456789", "é"];

    [Fact]
    public void Find_AnyValueInAnyPieces_EndsWhereTheReaderEnds()
    {
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var json = Encoding.UTF8.GetBytes(Value(random, depth: 0));
            var data = (byte[])[.. json, .. Encoding.UTF8.GetBytes(random.Next(2) == 0 ? ",{\"next\":[]}" : "")];
            var extent = default(JsonExtent);
            var there = 0;
            int found;
            while ((found = extent.Find(data.AsSpan(0, there))) < 0 && there < data.Length)
                there = Math.Min(data.Length, there + random.Next(1, 200));

            Assert.Equal(json.Length, found);
        }
    }

    [Theory]
    [InlineData("{\"a\":[")]
    [InlineData("{\"a\":\"}\\")]
    [InlineData("\"abc\\\"")]
    [InlineData("12")]
    public void Find_CutOff_IsNotThereYet(string json) => Assert.Equal(-1, default(JsonExtent).Find(Encoding.UTF8.GetBytes(json)));

    private static string Value(Random random, int depth)
    {
        var parts = Enumerable.Range(0, random.Next(0, 6)).ToList();
        return depth == 0 || (depth < 6 && random.Next(3) == 0)
            ? random.Next(2) == 0
                ? $"[{string.Join(random.Next(2) == 0 ? "," : " , ", parts.Select(_ => Value(random, depth + 1)))}]"
                : $"{{{string.Join(",", parts.Select(_ => $"{Text(random)}:{Value(random, depth + 1)}"))}}}"
            : Text(random);
    }

    private static string Text(Random random) =>
        JsonSerializer.Serialize(string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => Texts[random.Next(Texts.Length)])), Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
