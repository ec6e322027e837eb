using System.Text;
using System.Text.Json;
using CsCheck;
using Posture.Model.Names;

namespace Posture.Model.Tests.Names;

/// <summary>Text that others gave, made fit to be shown (B-37).</summary>
public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("web-1", "web-1")]
    [InlineData("", "")]
    [InlineData("shop\u202egpj.exe", @"shop\u{202e}gpj.exe")]
    [InlineData("ad\u200bmin\ufeff", @"ad\u{200b}min\u{feff}")]
    [InlineData("a\u2066b\u2069\u061c", @"a\u{2066}b\u{2069}\u{61c}")]
    [InlineData("soft\u00adhyphen", @"soft\u{ad}hyphen")]
    [InlineData("filler\u3164\uffa0\u115f", @"filler\u{3164}\u{ffa0}\u{115f}")]
    [InlineData("tag\U000e0041", @"tag\u{e0041}")]
    [InlineData("two\r\nlines\u2028", @"two\r\nlines\u{2028}")]
    [InlineData("集群 Ünïcode Иван 🙂", "集群 Ünïcode Иван 🙂")]
    [InlineData("heart \u2764\ufe0f", "heart \u2764\ufe0f")]
    public void Sign_ThatIsNotSeen_IsWrittenAsItsCode(string given, string shown) => Assert.Equal(shown, VisibleText.Of(given));

    /// <summary>A code that was typed is not one that stands for a sign.</summary>
    [Fact]
    public void Parts_TellACodeFromTheSameSignsTyped() =>
        Assert.Equal([(@"a\u{202e}", false), (@"\u{202e}", true), ("b", false)], VisibleText.Parts("a\\u{202e}\u202eb"));

    [Fact]
    public void OfLines_KeepsLinesAndColumns() => Assert.Equal("a\tb\n  c\\u{202e}\n", VisibleText.OfLines("a\tb\n  c\u202e\n"));

    [Fact]
    public void Of_AnyText_HasNothingHidden_AndLeavesTheRestAsItWas() => Gen.String.Sample(text =>
    {
        var shown = VisibleText.Of(text);
        Assert.DoesNotContain(shown.EnumerateRunes(), VisibleText.IsHidden);
        if (!text.EnumerateRunes().Any(rune => VisibleText.IsHidden(rune) || rune == Rune.ReplacementChar))
            Assert.Equal(text, shown);
        Assert.Equal(shown, string.Concat(VisibleText.Parts(text).Select(part => part.Text)));
    });

    [Fact]
    public void OfJson_ReadsAsTheSameValues() => Gen.Select(Gen.String, Gen.String).Sample((name, value) =>
    {
        var json = JsonSerializer.Serialize(
            new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value + "\u202e\U000e0041" },
            new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var shown = VisibleText.OfJson(json);
        Assert.DoesNotContain(shown.EnumerateRunes(), rune => rune.Value is not ('\n' or '\r' or '\t') && VisibleText.IsHidden(rune));
        Assert.Equal(JsonSerializer.Deserialize<Dictionary<string, string>>(json), JsonSerializer.Deserialize<Dictionary<string, string>>(shown));
    });
}
