using System.Text;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Indexes;
using Posture.Analysis.Network;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Network;

public sealed class NetworkMapTests
{
    private const string Ingress = """
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: n0 }
        spec: { selector: { app: w0 }, ports: [{ port: 80, targetPort: 8080 }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: in, namespace: n0 }
        spec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }
        ---

        """;

    [Fact]
    public void NoNamespaceAsked_GivesNamespacesOnly()
    {
        var map = Ask(Workloads(2, 1), new());

        Assert.Equal(["n0", "n1"], map.Namespaces.Select(row => row.Namespace));
        Assert.Empty(map.Nodes);
        Assert.Empty(map.Edges);
    }

    [Fact]
    public void TooManyWorkloads_EachNamespaceIsOneEnd()
    {
        var map = Ask(Workloads(2, 59), new() { Namespaces = ["n0"] });

        Assert.True(map.ByNamespace);
        Assert.Equal(["external", "n0/", "n1/"], map.Nodes.Select(node => node.Id));
        Assert.Contains(map.Edges, edge => edge is { Source: "n0/", Destination: "n0/", Verdict: NetworkEdgeVerdict.Allowed });
    }

    [Fact]
    public void TooManyNamespaces_TheOthersAreOneEnd() =>
        Assert.Equal(["external", "n0/w0[Deployment]", "others"], Ask(Workloads(31, 1), new() { Namespaces = ["n0"] }).Nodes.Select(node => node.Id));

    [Fact]
    public void Entry_LeadsToThePortBehindItsService()
    {
        var map = Ask(Ingress + Workloads(1, 2), new() { Namespaces = ["n0"] });

        var edge = Assert.Single(map.Edges, edge => edge.Source == "entry");
        Assert.Equal(("n0/w0[Deployment]", NetworkEdgeVerdict.Allowed, "TCP 8080"), (edge.Destination, edge.Verdict, edge.Ports));
    }

    [Fact]
    public void PolicyThatIsNotModelled_LeavesTheEdgeNotAssessed()
    {
        var map = Ask(Workloads(1, 2) + """

            ---
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata: { name: strict, namespace: n0 }
            spec: { endpointSelector: { matchLabels: { app: w0 } }, ingress: [{}] }
            """, new() { Namespaces = ["n0"] });

        Assert.Equal(1, Assert.Single(map.Namespaces).NotModelled);
        Assert.All(map.Edges.Where(edge => edge.Destination == "n0/w0[Deployment]"), edge => Assert.Equal(NetworkEdgeVerdict.NotAssessed, edge.Verdict));
    }

    [Fact]
    public void Reachability_IsTheInventorysOfNow()
    {
        var inventory = Manifests.Inventory(Workloads(1, 2));
        var evaluator = new ClusterEvaluator("test", inventory, PosturePolicy.Default, ControlCatalogue.Default);
        var before = evaluator.View.Reachability;
        Assert.Same(before, evaluator.View.Reachability);
        var policy = new NetworkPolicy { ApiVersion = "networking.k8s.io/v1", Kind = "NetworkPolicy", Metadata = new() { Name = "deny", Namespace = "n0" } };
        inventory.Put(policy);
        evaluator.View.Apply(new(null, policy));

        Assert.NotSame(before, evaluator.View.Reachability);
    }

    private static NetworkMap Ask(string yaml, NetworkMapQuestion question)
    {
        var asked = NetworkQuestions.Map;
        return asked.Read(asked.Answer(new ClusterView("test", Manifests.Inventory(yaml), PosturePolicy.Default), asked.Write(question)));
    }

    private static string Workloads(int namespaces, int each)
    {
        var yaml = new StringBuilder();
        for (var ns = 0; ns < namespaces; ns++)
            for (var i = 0; i < each; i++)
                yaml.Append($$$"""
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: { name: w{{{i}}}, namespace: n{{{ns}}} }
                    spec: { template: { metadata: { labels: { app: w{{{i}}} } }, spec: { containers: [{ name: a }] } } }

                    """);
        return yaml.ToString();
    }
}
