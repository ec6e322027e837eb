using System.Text.Json;

namespace Posture.Collectors.Tests.Cli;

public sealed class NetworkExplainTests : IDisposable
{
    private const string Objects = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, ports: [{ name: http, containerPort: 8080 }] }] } } }
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: web, namespace: shop }
        spec: { template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: a }] } } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: teller, namespace: bank }
        spec: { containers: [{ name: a }] }
        status: { podIP: 10.0.0.7 }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: lb, namespace: shop }
        spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: own, namespace: shop }
        spec:
          podSelector: { matchLabels: { app: web } }
          ingress: [{ from: [{ podSelector: {} }] }, { ports: [{ port: http }], from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }]
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"posture-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Denied_NamesThePolicyThatIsolates()
    {
        var (exit, output, _) = await RunAsync("bank/teller", "shop/deployment/web", "--port", "8080");

        Assert.Equal(0, exit);
        Assert.Equal(
            """
            bank/teller[Pod] => shop/web[Deployment] TCP 8080: denied
              egress  allowed: no policy has a say
              ingress denied
                shop/NetworkPolicy/own isolates TCP 8080

            """, output);
    }

    [Theory]
    [InlineData("shop/statefulset/web", "9", "allowed", "spec.ingress[0]")]
    [InlineData("shop/web[StatefulSet]", "http", "allowed", "spec.ingress[0]")]
    [InlineData("203.0.113.9", "http", "allowed", "spec.ingress[1]")]
    [InlineData("203.0.113.9", "8081", "denied", "")]
    [InlineData("10.0.0.7", "http", "denied", "")]
    [InlineData("10.9.0.0/16", "http", "denied", "")]
    public async Task Answer_NamesTheRule(string from, string port, string verdict, string rule)
    {
        var (exit, output, _) = await RunAsync(from, "shop/deployments/web", "--port", port, "-o", "json");

        Assert.Equal(0, exit);
        using var document = JsonDocument.Parse(output);
        var answer = Assert.Single(document.RootElement.GetProperty("answers").EnumerateArray());
        Assert.Equal(verdict, answer.GetProperty("verdict").GetString());
        Assert.Equal(rule, answer.GetProperty("ingress").GetProperty("decisions")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public async Task External_IsAnsweredByClass_WithTheWayIn()
    {
        var (_, output, _) = await RunAsync("external", "shop/deployment/web", "--port", "8080");

        Assert.Contains("external 0.0.0.0-9.255.255.255 11.0.0.0-255.255.255.255 => shop/web[Deployment] TCP 8080: allowed", output, StringComparison.Ordinal);
        Assert.Contains("external 10.0.0.0-10.255.255.255 => shop/web[Deployment] TCP 8080: denied", output, StringComparison.Ordinal);
        Assert.Contains("reached via   shop/Service/lb", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop/none", "shop/deployment/web", "8080", 5, "network.unknown_end")]
    [InlineData("nonsense", "shop/deployment/web", "8080", 5, "network.unknown_end")]
    [InlineData("bank/teller", "shop/web", "8080", 2, "network.ambiguous_end")]
    [InlineData("bank/teller", "shop/deployment/web", "70000", 2, "network.bad_port")]
    [InlineData("bank/teller", "shop/deployment/web", "admin", 5, "network.unknown_port")]
    public async Task WhatIsNotThere_IsAnError(string from, string to, string port, int expected, string code)
    {
        var (exit, output, chatter) = await RunAsync(from, to, "--port", port);

        Assert.Equal((expected, ""), (exit, output));
        Assert.StartsWith(code, chatter, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Output, string Chatter)> RunAsync(params string[] args)
    {
        await File.WriteAllTextAsync(_file, Objects, TestContext.Current.CancellationToken);
        return await PostureCommand.CallAsync(["network", "explain", .. args, "--objects", _file]);
    }
}
