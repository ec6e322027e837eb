namespace Posture.Collectors.Tests.Cli;

/// <summary><c>posture image</c> where it is asked wrongly; what it says of images is tested with a real registry.</summary>
public sealed class ImageCommandTests
{
    [Theory]
    [InlineData("image.bad_reference", "verify", "user:pw@registry.example.com/web")]
    [InlineData("image.bad_reference", "inspect", "Registry.example.com/Web")]
    [InlineData("image.bad_reference", "inspect", "web@sha512:00")]
    [InlineData("usage.invalid", "verify")]
    [InlineData("usage.invalid", "verify", "web", "--identity", "ci@example.com")]
    [InlineData("usage.invalid", "verify", "--bundle", "b.json", "--identity", "ci@example.com", "--issuer", "https://i.example")]
    [InlineData("usage.invalid", "verify", "--bundle", "b.json", "--artifact", "a")]
    [InlineData("policy.identity_too_wide", "verify", "web", "--identity", "**", "--issuer", "https://i.example")]
    [InlineData("file.unreadable", "verify", "web", "--key", "there-is-no-such-file")]
    [InlineData("file.unreadable", "inspect", "127.0.0.1:1/web", "--trusted-root", "there-is-no-such-file")]
    [InlineData("registry.bad_login_file", "inspect", "127.0.0.1:1/web", "--registry-config", "there-is-no-such-file")]
    public async Task Asked_Wrongly_IsAUsageError(string code, params string[] arguments)
    {
        var (exit, output, chatter) = await PostureCommand.CallAsync(["image", .. arguments]);
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith(code + ": ", chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registry_ThatIsNotThere_CouldNotBeChecked()
    {
        var (exit, output, chatter) = await PostureCommand.CallAsync("image", "verify", "127.0.0.1:1/web", "--plain-http");
        Assert.Equal((3, ""), (exit, output));
        Assert.StartsWith("registry.unreachable: ", chatter, StringComparison.Ordinal);
    }
}
