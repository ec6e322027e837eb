using System.Text.Json;

namespace Posture.Collectors.Tests.Cli;

public sealed class NetworkCommandTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"posture-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Connections_Csv_ListsWhatPassesWithTheDecidingPolicies()
    {
        await File.WriteAllTextAsync(_file, """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web, namespace: n }
            spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a }] } } }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: p, namespace: n }
            spec: { containers: [{ name: a }] }
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: own, namespace: n }
            spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }, { port: 53, protocol: UDP }] }] }
            """, TestContext.Current.CancellationToken);

        var (exit, output, _) = await PostureCommand.CallAsync("network", "connections", _file, "-o", "csv");

        Assert.Equal(0, exit);
        Assert.Equal(
            [
                "src,dst,conn,policies",
                "0.0.0.0-255.255.255.255,n/p[Pod],All Connections,",
                "n/p[Pod],0.0.0.0-255.255.255.255,All Connections,",
                "n/p[Pod],n/web[Deployment],\"TCP 80,UDP 53\",n/NetworkPolicy/own",
                "n/web[Deployment],0.0.0.0-255.255.255.255,All Connections,",
                "n/web[Deployment],n/p[Pod],All Connections,",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Connections_ObjectsWithoutNamespace_AreInDefault()
    {
        await File.WriteAllTextAsync(_file, """
            { "apiVersion": "v1", "kind": "List", "items": [
              { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "p", "labels": { "app": "p" } }, "spec": { "hostNetwork": true, "containers": [{ "name": "a" }] } },
              { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "q", "namespace": "default" }, "spec": { "containers": [{ "name": "a" }] } },
              { "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": { "name": "own" }, "spec": { "podSelector": { "matchLabels": { "app": "p" } },
                "ingress": [{ "from": [{ "podSelector": {} }], "ports": [{ "port": 80 }] }] } }] }
            """, TestContext.Current.CancellationToken);

        var (exit, output, chatter) = await PostureCommand.CallAsync("network", "connections", _file, "-o", "json");
        var (_, free, quiet) = await PostureCommand.CallAsync("network", "connections", _file, "--host-network", "free");

        Assert.Equal(0, exit);
        using var document = JsonDocument.Parse(output);
        var row = Assert.Single(document.RootElement.GetProperty("connections").EnumerateArray(), row => row.GetProperty("destination").GetString() == "default/p[Pod]");
        Assert.Equal(("default/q[Pod]", "allowed", 80, "default/NetworkPolicy/own"), (row.GetProperty("source").GetString(), row.GetProperty("verdict").GetString(),
            row.GetProperty("ports")[0].GetProperty("last").GetInt32(), row.GetProperty("policies")[0].GetString()));
        Assert.Contains("network.host_network: 1 workloads", chatter, StringComparison.Ordinal);
        Assert.Contains("default/q[Pod] => default/p[Pod] : All Connections", free, StringComparison.Ordinal);
        Assert.Empty(quiet);
    }

    [Fact]
    public async Task Connections_NoSuchFile_IsNotFound()
    {
        var (exit, _, chatter) = await PostureCommand.CallAsync("network", "connections", _file);

        Assert.Equal(5, exit);
        Assert.Contains("file.unreadable", chatter, StringComparison.Ordinal);
    }
}
