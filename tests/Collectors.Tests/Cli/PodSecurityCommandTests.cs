using System.Text.Json;

namespace Posture.Collectors.Tests.Cli;

public sealed class PodSecurityCommandTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"posture-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Podsecurity_PodAndTemplate_EachGetAVerdictWithTheViolatedChecks()
    {
        await File.WriteAllTextAsync(_file,
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec: {hostPID: true, containers: [{name: a}]}\n---\n"
            + "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: a}]}}}\n", TestContext.Current.CancellationToken);

        var (exit, output, _) = await PostureCommand.CallAsync("podsecurity", _file, "--level", "baseline", "--version", "v1.30", "-o", "json");

        Assert.Equal(0, exit);
        using var document = JsonDocument.Parse(output);
        Assert.Equal("v1.30", document.RootElement.GetProperty("version").GetString());
        var pods = document.RootElement.GetProperty("pods").EnumerateArray().ToList();
        Assert.Equal([("p", false), ("d", true)], pods.Select(pod => (pod.GetProperty("name").GetString()!, pod.GetProperty("allowed").GetBoolean())));
        Assert.Equal("hostNamespaces", pods[0].GetProperty("violations")[0].GetProperty("check").GetString());
    }

    [Theory]
    [InlineData("--version", "1.30")]
    [InlineData("--level", "strict")]
    public async Task Podsecurity_UnknownLevelOrVersion_IsAUsageError(string option, string value)
    {
        var (exit, _, chatter) = await PostureCommand.CallAsync("podsecurity", _file, option, value);

        Assert.Equal(2, exit);
        Assert.Contains(value, chatter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Podsecurity_NoSuchFile_IsNotFound()
    {
        var (exit, _, chatter) = await PostureCommand.CallAsync("podsecurity", _file + ".gone");

        Assert.Equal(5, exit);
        Assert.Contains("file.unreadable", chatter, StringComparison.Ordinal);
    }
}
