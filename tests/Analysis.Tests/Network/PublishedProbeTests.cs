using System.Text.Json;
using Posture.Analysis.Network;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Network;

/// <summary>Probes between pods as the end-to-end suites of Kubernetes expect them: source, destination, protocol, port, allowed.</summary>
public sealed class PublishedProbeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KubernetesEndToEnd_EveryProbe_Agrees(bool holdsOnHost) => AssertAgrees("k8s-netpol-e2e", 34, holdsOnHost);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NetworkPolicyApi_EveryProbe_Agrees(bool holdsOnHost) => AssertAgrees("network-policy-api", 39, holdsOnHost);

    private static void AssertAgrees(string corpus, int atLeast, bool holdsOnHost)
    {
        var shared = SharedFolder.Find("corpus");
        Assert.SkipUnless(shared is not null, "../shared/corpus is not there: the published connectivity probes cannot be compared");
        var wrong = new List<string>();
        var (cases, probes) = (0, 0);
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(shared, "cases", corpus)))
        {
            cases++;
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
            var inventory = Manifests.Inventory(File.ReadAllText(Path.Combine(folder, "objects.yaml")));
            var reachability = new Reachability(new("case", inventory, PosturePolicy.Default), holdsOnHost);
            foreach (var probe in document.RootElement.GetProperty("probes").EnumerateArray())
            {
                probes++;
                var verdict = reachability.Between(PodOf(probe, "src"), PodOf(probe, "dst"));
                var protocol = Enum.Parse<NetworkProtocol>(probe.GetProperty("protocol").GetString()!, ignoreCase: true);
                if (verdict?.Allowed.Contains(protocol, probe.GetProperty("port").GetInt32()) != probe.GetProperty("allowed").GetBoolean())
                    wrong.Add($"{Path.GetFileName(folder)}: {probe}: {verdict}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(cases >= atLeast && probes > cases, $"only {probes} probes of {cases} cases were compared");
        TestContext.Current.SendDiagnosticMessage("{0}: {1} probes of {2} cases agree", corpus, probes, cases);
    }

    private static ObjectRef PodOf(JsonElement probe, string end)
    {
        var parts = probe.GetProperty(end).GetString()!.Split('/');
        return new("v1", "Pod", parts[0], parts[1]);
    }
}
