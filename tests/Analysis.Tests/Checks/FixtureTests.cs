using Posture.Analysis.Catalogue;
using Posture.Analysis.Checks;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Model.Federation;
using Posture.Model.Verdicts;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>
/// Every file <c>Fixtures/CONTROL-ID/{pass,fail,na,unknown,exempt,manual}.case.yaml</c> is a case. At least one finding of the control must have the verdict that the
/// file's name gives, and for pass, na and exempt none may fail. Adding a case costs one file. A fixture may carry policy in a ConfigMap-free way:
/// the fixed test policy below. A fixture may hold other clusters of the fleet after lines <c>## cluster NAME</c>.
/// </summary>
public sealed class FixtureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The policy all fixtures are judged under.</summary>
    internal static readonly PosturePolicy TestPolicy = PosturePolicy.Default with
    {
        AllowedRegistries = ["registry.example.com", "registry.k8s.io"],
        CataloguedPublishers = ["registry.example.com", "registry.k8s.io"],
        Mirrors = [new("quay.io", "registry.example.com/quay"), new("docker.io", "mirror.example.org/hub"), new("k8s.gcr.io/ingress-nginx", "registry.example.com/ingress")],
        Edge = new HashSet<string>(StringComparer.Ordinal) { "edge", "shop/front" },
        PlainTextIngressClasses = new HashSet<string>(StringComparer.Ordinal) { "internal-plain" },
        DevelopmentNamespaces = ["shop-dev", "sandbox-*"],
        PlatformAccounts = new HashSet<string>(StringComparer.Ordinal) { "kyverno" },
        CsiDrivers = new HashSet<string>(StringComparer.Ordinal)
        {
            "ebs.csi.aws.com", "nfs.csi.k8s.io", "secrets-store.csi.k8s.io", "rook-ceph.cephfs.csi.ceph.com",
        },
        GitOpsNamespaces = ["delivered", "git-*"],
        PrivateRegistries = ["private.example.com"],
        NodeIdentityRegistries = ["private.example.com/nodes"],
        PushAccounts = new HashSet<string>(StringComparer.Ordinal) { "robot-push" },
        EdgeNodes = new HashSet<string>(StringComparer.Ordinal) { "edge-1" },
        SensitiveNamespaces = new HashSet<string>(StringComparer.Ordinal) { "vault" },
        StaticPods = new HashSet<string>(StringComparer.Ordinal) { "kube-system/haproxy-n1" },
        WebhookHosts = new HashSet<string>(StringComparer.Ordinal) { "guard.example.com" },
        SupportedForks = ["registry.example.com/vendor"],
        TrustedSubjects = new HashSet<string>(StringComparer.Ordinal) { "Group:platform-admins" },
        ProductionNamespaces = ["prod-*"],
        TrustedBuilders = ["https://github.com/example/builders/"],
        UnknownPercent = 50, // a fixture holds little
        IntendedDifferences = new HashSet<string>(StringComparer.Ordinal)
        {
            "ClusterRole/differs-on-purpose", "Namespace/sandbox", "ClusterPolicy/site-rules", "ManagedCluster/assessed-elsewhere",
        },
        GitServerNamespaces = new HashSet<string>(StringComparer.Ordinal) { "git" },
    };

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Directory.EnumerateFiles(Root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            data.Add(Path.GetFileName(Path.GetDirectoryName(file)!), Path.GetFileName(file));
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fixture_Judged_AsItsNameSays(string control, string file)
    {
        var evaluator = Evaluate(File.ReadAllText(Path.Combine(Root, control, file)));
        var findings = evaluator.Findings.Where(finding => finding.Control == control).ToList();
        var shown = string.Join("\n", findings.Select(finding =>
            $"{finding.Verdict} {finding.Object} {finding.Message} {string.Join("; ", finding.Evidence.Select(place => $"{place.Path}={place.Observed}"))}"));
        var expected = file.Split('.')[0] switch
        {
            "pass" => Verdict.Pass,
            "fail" => Verdict.Fail,
            "na" => Verdict.NotApplicable,
            "unknown" => Verdict.NotAssessed,
            "exempt" => Verdict.Exempt,
            "manual" => Verdict.Manual,
            var other => throw new InvalidOperationException($"fixture {control}/{file}: unknown verdict '{other}'"),
        };
        Assert.True(findings.Exists(finding => finding.Verdict == expected), $"{control}/{file}: no {expected} among\n{shown}");
        if (expected != Verdict.Fail)
            Assert.False(findings.Exists(finding => finding.Verdict == Verdict.Fail), $"{control}/{file}: a failure among\n{shown}");
        Assert.False(findings.Exists(finding => finding.Verdict == Verdict.Error), $"{control}/{file}: an error among\n{shown}");
    }

    /// <summary>Judges the first cluster of a text beside the others that it may hold (<see cref="FleetManifests"/>).</summary>
    internal static ClusterEvaluator Evaluate(string text) => Evaluate(FleetManifests.Read(text));

    /// <summary>Judges the first cluster beside the others.</summary>
    internal static ClusterEvaluator Evaluate(IReadOnlyList<FleetManifest> clusters)
    {
        var evaluator = new ClusterEvaluator(clusters[0].Name, clusters[0].Inventory, TestPolicy, ControlCatalogue.Default);
        evaluator.SetFleet(new(clusters[0].Environment, [.. clusters.Skip(1).Select(other => new FleetMember(other.Name, other.Environment, other.ConfirmedAt,
            other.ConfirmedAt is null ? null : new ClusterEvaluator(other.Name, other.Inventory, TestPolicy, ControlCatalogue.Default).View.Digest))], 1));
        evaluator.Evaluate(Now);
        return evaluator;
    }

    public static TheoryData<string> Checks() => new(ControlCatalogue.Default.Checks.Select(check => check.Id));

    [Theory]
    [MemberData(nameof(Checks))]
    public void Check_HasFixturesAndGuidance_InBothLanguages(string id)
    {
        var check = ControlCatalogue.Default.CheckOf(id)!;
        var folder = Path.Combine(Root, id);
        Assert.True(Directory.Exists(folder), $"{id}: no folder tests/Analysis.Tests/Fixtures/{id}");
        Assert.NotEmpty(Directory.EnumerateFiles(folder, "pass.*.yaml"));
        Assert.NotEmpty(Directory.EnumerateFiles(folder, "fail.*.yaml"));
        foreach (var chinese in new[] { false, true })
        {
            var guidance = Guidance.Of(check, chinese);
            Assert.True(guidance is not null, $"{id}: {check.GetType().Name}{(chinese ? ".zh-Hans" : "")}.md is missing");
            foreach (var (part, text) in new[]
            {
                ("title", guidance.Title), ("problem", guidance.Problem), ("Why", guidance.Why), ("Fix", guidance.Fix), ("before", guidance.Before),
                ("after", guidance.After), ("Verify", guidance.Verify),
            })
                Assert.True(text.Length > 0, $"{id}: {part} is empty ({(chinese ? "zh-Hans" : "en")})");
        }
    }

    [Fact]
    public void FixtureFolders_EachHaveACheck() =>
        Assert.All(Directory.EnumerateDirectories(Root), folder => Assert.NotNull(ControlCatalogue.Default.CheckOf(Path.GetFileName(folder))));
}
