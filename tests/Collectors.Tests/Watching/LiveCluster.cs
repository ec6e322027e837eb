using System.Net;
using System.Text;
using k8s;
using k8s.Models;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Sources;

namespace Posture.Collectors.Tests.Watching;

/// <summary>
/// A real cluster, which POSTURE_TEST_KUBECONFIG names, and a namespace of its own in it that goes at the end. Its account must be allowed to create namespaces,
/// service accounts and cluster role bindings.
/// </summary>
internal sealed class LiveCluster : IAsyncDisposable
{
    private readonly string _file;
    private readonly KubernetesClientConfiguration _configuration;
    private readonly List<string> _bindings = [];
    private readonly CancellationTokenSource _guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private LiveCluster(string file)
    {
        _file = file;
        _guard.CancelAfter(TimeSpan.FromMinutes(3));
        _configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(file);
        Client = new Kubernetes(_configuration);
    }

    /// <summary>Ends what waits for too long.</summary>
    public CancellationToken Guard => _guard.Token;

    /// <summary>For changes; what is tested reads by itself.</summary>
    public Kubernetes Client { get; }

    public string Namespace { get; } = $"posture-test-{Guid.NewGuid():N}"[..30];

    /// <summary>Skips the test where no cluster is named.</summary>
    public static async Task<LiveCluster> OpenAsync()
    {
        var file = Environment.GetEnvironmentVariable("POSTURE_TEST_KUBECONFIG");
        Assert.SkipUnless(File.Exists(file), "POSTURE_TEST_KUBECONFIG does not name a kubeconfig: no real cluster to test against");
        var cluster = new LiveCluster(file!);
        await cluster.Client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { Name = cluster.Namespace } }, cancellationToken: cluster.Guard);
        return cluster;
    }

    /// <summary>The account of the kubeconfig.</summary>
    public ClusterConnection Connection => Read(File.ReadAllBytes(_file), KubeconfigRules.ForFile(_file, null, allowExec: false));

    public IClusterSource Source => ClusterSources.Open(new ClusterDefinition { Name = "live", Kubeconfig = _file }, TimeProvider.System);

    /// <summary>A service account with a token that is worth nothing once the Secret <paramref name="name"/> is gone.</summary>
    /// <param name="name">Of the account and the Secret.</param>
    /// <param name="role">ClusterRole to bind; null for no rights.</param>
    public async Task<ClusterConnection> AccountAsync(string name, string? role)
    {
        await Client.CoreV1.CreateNamespacedServiceAccountAsync(new() { Metadata = new() { Name = name } }, Namespace, cancellationToken: Guard);
        if (role is not null)
        {
            var binding = $"{Namespace}-{name}";
            await Client.RbacAuthorizationV1.CreateClusterRoleBindingAsync(
                new()
                {
                    Metadata = new() { Name = binding },
                    RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = role },
                    Subjects = [new() { Kind = "ServiceAccount", Name = name, NamespaceProperty = Namespace }],
                }, cancellationToken: Guard);
            _bindings.Add(binding);
        }
        var bound = await Client.CoreV1.CreateNamespacedSecretAsync(new() { Metadata = new() { Name = name } }, Namespace, cancellationToken: Guard);
        var request = new Authenticationv1TokenRequest
        {
            Spec = new() { Audiences = [], ExpirationSeconds = 3600, BoundObjectRef = new() { ApiVersion = "v1", Kind = "Secret", Name = name, Uid = bound.Metadata.Uid } },
        };
        var answer = await Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, name, Namespace, cancellationToken: Guard);
        var kubeconfig = $$"""
            apiVersion: v1
            kind: Config
            current-context: live
            clusters:
            - name: live
              cluster: {server: "{{_configuration.Host.TrimEnd('/')}}", certificate-authority-data: {{Convert.ToBase64String(Encoding.ASCII.GetBytes(Authorities()))}}}
            users:
            - name: live
              user: {token: "{{answer.Status.Token}}"}
            contexts:
            - name: live
              context: {cluster: live, user: live}
            """;
        return Read(Encoding.UTF8.GetBytes(kubeconfig), KubeconfigRules.ForUpload(allowedNetworks: [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16")]));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var binding in _bindings)
            await Client.RbacAuthorizationV1.DeleteClusterRoleBindingAsync(binding, cancellationToken: CancellationToken.None);
        await Client.CoreV1.DeleteNamespaceAsync(Namespace, cancellationToken: CancellationToken.None);
        Client.Dispose();
        _guard.Dispose();
    }

    private string Authorities() => string.Join('\n', _configuration.SslCaCerts.Select(authority => authority.ExportCertificatePem()));

    private static ClusterConnection Read(byte[] kubeconfig, KubeconfigRules rules)
    {
        var (connection, error) = Kubeconfig.Read(kubeconfig, rules, TimeProvider.System);
        return connection ?? throw new InvalidOperationException(error!.Message);
    }
}
