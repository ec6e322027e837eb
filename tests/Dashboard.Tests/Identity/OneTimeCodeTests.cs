using System.Globalization;
using System.Text;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Tests.Identity;

public sealed class OneTimeCodeTests
{
    // RFC 6238 appendix B, the last six digits; RFC 4648 §10.
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_OfATime_IsTheOneOfTheStandard(long seconds, string code)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);

        Assert.Equal(code, OneTimeCode.Of(Secret, OneTimeCode.StepOf(at)));
        Assert.Equal(OneTimeCode.StepOf(at), OneTimeCode.Match(Secret, code, at));
    }

    [Fact]
    public void Match_OneStepBesides_IsTakenAndTwoAreNot()
    {
        var now = DateTimeOffset.Parse("2026-11-27T08:00:10Z", CultureInfo.InvariantCulture);
        var code = OneTimeCode.Of(Secret, OneTimeCode.StepOf(now));

        Assert.NotNull(OneTimeCode.Match(Secret, code, now.AddSeconds(30)));
        Assert.NotNull(OneTimeCode.Match(Secret, code, now.AddSeconds(-30)));
        Assert.Null(OneTimeCode.Match(Secret, code, now.AddSeconds(60)));
        Assert.Null(OneTimeCode.Match(Secret, code, now.AddSeconds(-60)));
        Assert.Null(OneTimeCode.Match(Secret, "", now));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_OfBytes_IsTheOneOfTheStandard(string bytes, string text) => Assert.Equal(text, Base32.Of(Encoding.ASCII.GetBytes(bytes)));
}
