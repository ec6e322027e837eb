using Posture.Model.Names;

namespace Posture.Model.Tests.Names;

/// <summary>Words put together from letters of several scripts (B-37, Unicode Technical Standard 39).</summary>
public sealed class ScriptsTests
{
    [Theory]
    [InlineData("admin")]
    [InlineData("José Müller")]
    [InlineData("администратор")]
    [InlineData("Иван (Ivan)")] // two words
    [InlineData("Kubernetes集群")]
    [InlineData("ソフトウェアteam開発")]
    [InlineData("서버team漢字")]
    [InlineData("Ελλάδα 2026")]
    [InlineData("عربي")]
    [InlineData("")]
    [InlineData("1.34-β 🙂")]
    public void Word_OfOneScript_OrOfThoseWrittenTogether_IsNotMixed(string name) => Assert.False(Scripts.IsMixed(name));

    [Theory]
    [InlineData("\u0430dmin")] // Cyrillic а
    [InlineData("kube-syst\u0435m")]
    [InlineData("system:m\u0430sters")]
    [InlineData("ghcr.io/\u0430\u0441\u043c\u0435/app")] // a word of Cyrillic letters inside an address of Latin ones
    [InlineData("\u03bfwner")] // Greek ο
    [InlineData("\u0561dmin")] // Armenian
    [InlineData("\u13aadmin")] // Cherokee
    [InlineData("ok then p\u0430y\u03c1al")]
    [InlineData("\U0001d41admin")] // mathematical bold a
    [InlineData("集群\u0430")]
    [InlineData("カ서")] // Japanese and Korean
    public void Word_OfSeveralScripts_IsMixed(string name) => Assert.True(Scripts.IsMixed(name));
}
