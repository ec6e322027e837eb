namespace Posture.Collectors.Tests.Cli;

public sealed class NetworkSuggestTests : IDisposable
{
    private const string Objects = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec:
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: a, env: [{ name: API, value: 'http://api.shop.svc:80/v1' }], ports: [{ name: http, containerPort: 8080 }] }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: api, namespace: shop }
        spec: { template: { metadata: { labels: { app: 'yes' } }, spec: { containers: [{ name: a, ports: [{ containerPort: 9090 }] }] } } }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: batch, namespace: shop }
        spec: { template: { metadata: { labels: { app: batch } }, spec: { containers: [{ name: a }] } } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: api, namespace: shop }
        spec: { selector: { app: 'yes' }, ports: [{ port: 80, targetPort: 9090 }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: in, namespace: shop }
        spec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("posture-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Policies_KeepOpenWhatTheObjectsShow()
    {
        var (exit, yaml) = await RunAsync("network", "suggest", "shop", "--objects", _folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "policies.yaml"), yaml, TestContext.Current.CancellationToken);
        var (_, connections) = await RunAsync("network", "connections", _folder);

        Assert.Equal(0, exit);
        Assert.Contains("app: \"yes\"", yaml, StringComparison.Ordinal);
        Assert.Equal(
            """
            shop/web[Deployment] => shop/api[Deployment] : TCP 9090
            {ingress-controller} => shop/web[Deployment] : TCP 8080

            """, connections);
    }

    [Fact]
    public async Task NameInUse_IsNotReplaced()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "own.yaml"), """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: default-deny, namespace: shop }
            spec: { podSelector: { matchLabels: { app: batch } }, ingress: [{}] }
            """, TestContext.Current.CancellationToken);

        var (_, yaml) = await RunAsync("network", "suggest", "shop", "--objects", _folder);

        Assert.Contains("name: default-deny-2\n", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_TellsWhatTheyClose()
    {
        var (exit, diff) = await RunAsync("network", "suggest", "shop", "--objects", _folder, "--diff");

        Assert.Equal(0, exit);
        Assert.Contains("closed  shop/web[Deployment] => 0.0.0.0-255.255.255.255 : All Connections", diff, StringComparison.Ordinal);
        Assert.Contains("closed  shop/web[Deployment] => shop/api[Deployment] : TCP 1-9089,9091-65535,UDP 1-65535,SCTP 1-65535", diff, StringComparison.Ordinal);
        Assert.DoesNotContain("opened", diff, StringComparison.Ordinal);
        Assert.DoesNotContain("{ingress-controller}", diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamespaceWithoutPods_IsNotFound() => Assert.Equal((5, ""), await RunAsync("network", "suggest", "bank", "--objects", _folder));

    private async Task<(int Exit, string Output)> RunAsync(params string[] args)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "objects.yaml"), Objects, TestContext.Current.CancellationToken);
        var (exit, output, _) = await PostureCommand.CallAsync(args);
        return (exit, output);
    }
}
