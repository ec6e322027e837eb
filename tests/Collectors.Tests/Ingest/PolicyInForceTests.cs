using Microsoft.Extensions.Logging.Abstractions;
using Posture.Analysis.Policy;
using Posture.Collectors.Hosting;
using Posture.Collectors.Ingest;

namespace Posture.Collectors.Tests.Ingest;

/// <summary>The policy of the service while its file changes.</summary>
public sealed class PolicyInForceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posture-policy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void File_Changed_IsInForceAtTheNextRead_AndABrokenOneIsNot()
    {
        var path = Path.Combine(_folder.FullName, "policy.yaml");
        var options = new CollectorOptions { Policy = path, AllowedRegistries = ["registry.example.com"] };
        var policy = new PolicyInForce(NullLogger<PolicyInForce>.Instance);

        File.WriteAllText(path, "scanDays: 3\n");
        var first = policy.Read(options);
        File.WriteAllText(path, "scanDays: many, or few\n");
        var broken = policy.Read(options);
        File.WriteAllText(path, "allowedRegistries: [other.example.com]\n");
        var mended = policy.Read(options);

        Assert.Equal((3, 3, 7), (first.ScanDays, broken.ScanDays, mended.ScanDays));
        Assert.Equal(("registry.example.com", "other.example.com"), (Assert.Single(first.AllowedRegistries), Assert.Single(mended.AllowedRegistries)));
        Assert.Equal(PolicyHash.Of(first), PolicyHash.Of(broken));
        Assert.NotEqual(PolicyHash.Of(first), PolicyHash.Of(mended));
    }

    [Fact]
    public void Options_WithAWrongPolicyFile_SayWhichLine()
    {
        var path = Path.Combine(_folder.FullName, "policy.yaml");
        File.WriteAllText(path, "\nscanDays: 0\n");

        var result = new CollectorOptionsValidator().Validate(null, new() { Policy = path });

        Assert.Contains($"policy.bad_value: {path}:2", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
