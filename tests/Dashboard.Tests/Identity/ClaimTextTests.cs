using System.Buffers.Text;
using System.Text;
using Posture.Dashboard.Identity;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Claims that a person pastes are read as at sign-in.</summary>
public sealed class ClaimTextTests
{
    private const string Body = """{"sub":"17","groups":["a","b",3],"admin":true,"none":null,"_claim_names":{"groups":"src1"}}""";

    [Fact]
    public void Json_AndToken_GiveAClaimForEachValue()
    {
        string[] expected = ["sub=17", "groups=a", "groups=b", "groups=3", "admin=true", "_claim_names={\"groups\":\"src1\"}"];

        Assert.Equal(expected, ClaimText.Read(Body).Select(claim => $"{claim.Type}={claim.Value}"));
        Assert.Equal(expected, ClaimText.Read($"  e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Body))}.c2ln\n").Select(claim => $"{claim.Type}={claim.Value}"));
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("{\"sub\":\n \"17\",,}", "line 2, column 7")]
    [InlineData("[\"lead\"]", "object")]
    [InlineData("a.?.c", "base64url")]
    [InlineData("a.b.c", "base64url")]
    public void Text_ThatIsNeither_IsRefusedWithItsPlace(string text, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => ClaimText.Read(text)).Message, StringComparison.Ordinal);
}
