using Posture.Model.Verdicts;

namespace Posture.Analysis.Tests.Checks;

/// <summary>Findings whose weight depends on more than the control: the heaviest of a fixture, since a fixture's name tells a verdict only.</summary>
public sealed class SeverityTests
{
    [Theory]
    [InlineData("L9-APISERVICE-INSECURE", "fail.metrics.yaml", Severity.Medium)]
    [InlineData("L9-APISERVICE-INSECURE", "fail.custom-metrics.yaml", Severity.High)]
    [InlineData("L9-APISERVICE-INSECURE", "fail.other-group.yaml", Severity.High)]
    [InlineData("L9-APISERVICE-INSECURE", "fail.no-ca.yaml", Severity.Low)]
    [InlineData("L9-CERT-EXPIRY", "fail.not-valid-yet.yaml", Severity.High)]
    [InlineData("L9-CERT-EXPIRY", "fail.expired.yaml", Severity.High)]
    [InlineData("L9-CERT-EXPIRY", "fail.near.yaml", Severity.Medium)]
    [InlineData("L9-WEBHOOK-BACKEND", "fail.tenant-may-create.yaml", Severity.High)]
    [InlineData("L9-INGRESS-AUTH", "fail.secret-without-type.yaml", Severity.Low)]
    [InlineData("L8-PVC-RWX", "fail.csi-nfs-export-of-two-namespaces.yaml", Severity.High)]
    [InlineData("L8-NFS-OPTIONS", "fail.csi-without-options.yaml", Severity.Low)]
    [InlineData("L8-NFS-OPTIONS", "fail.sensitive-without-kerberos.yaml", Severity.Medium)]
    [InlineData("L6-SA-LONG-LIVED-TOKEN", "fail.marked-invalid.yaml", Severity.Low)]
    [InlineData("L6-SA-LONG-LIVED-TOKEN", "fail.strong-account.yaml", Severity.High)]
    [InlineData("L10-HUB-CREDENTIALS", "fail.pull-reports-credentials.yaml", Severity.Medium)]
    [InlineData("L10-HUB-CREDENTIALS", "fail.never-expires.yaml", Severity.High)]
    [InlineData("L10-HUB-CREDENTIALS", "fail.readable-in-namespace.yaml", Severity.Critical)]
    [InlineData("L10-SA-ISSUER-SHARED", "fail.same-issuer-other-keys.yaml", Severity.Medium)]
    [InlineData("L10-SA-ISSUER-SHARED", "fail.same-key.yaml", Severity.Critical)]
    [InlineData("L9-API-RATE-LIMIT", "fail.every-path.yaml", Severity.Medium)]
    [InlineData("L8-PVC-RWX", "fail.two-writers.yaml", Severity.Medium)]
    [InlineData("L8-CSI-DRIVER", "fail.second-token-for-everybody.yaml", Severity.Low)]
    public void Fixture_Failing_WeighsAsTheCatalogueSays(string control, string file, Severity expected)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", control, file));
        var failed = FixtureTests.Evaluate(text).Findings.Where(finding => finding.Control == control && finding.Verdict == Verdict.Fail).ToList();
        Assert.NotEmpty(failed);
        Assert.Equal(expected, failed.Max(finding => finding.Severity));
    }
}
