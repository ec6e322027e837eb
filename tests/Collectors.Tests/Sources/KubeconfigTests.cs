using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Posture.Collectors.Sources;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.Sources;

/// <summary>Bad kubeconfigs B-01 to B-20: each has its code and its place, and no value comes back.</summary>
public sealed class KubeconfigTests : IDisposable
{
    private const string Canary = "canary-7f3a";

    private readonly TestCertificates _certificates = new();

    [Theory]
    [InlineData("B-01", "user: {exec: {command: canary-7f3a}}", "kubeconfig.exec_not_allowed")]
    [InlineData("B-02", "user: {auth-provider: {name: canary-7f3a}}", "kubeconfig.authprovider_not_allowed")]
    [InlineData("B-03", "user: {client-key: /etc/canary-7f3a, client-certificate: /etc/x}", "kubeconfig.file_reference")]
    [InlineData("B-03", "user: {tokenFile: /etc/canary-7f3a}", "kubeconfig.file_reference")]
    [InlineData("B-20", "user: {token: \"Bearer canary-7f3a\"}", "kubeconfig.bad_token")]
    [InlineData("B-20", "user: {token: \"canary-7f3a x\"}", "kubeconfig.bad_token")]
    [InlineData("B-20", "user: {token: \"canary-7f3a\\n\"}", "kubeconfig.bad_token")]
    [InlineData("-", "user: {username: canary-7f3a, password: x}", "kubeconfig.basic_auth_not_allowed")]
    [InlineData("-", "user: {token: t, as: canary-7f3a}", "kubeconfig.impersonation_not_allowed")]
    [InlineData("-", "user: {}", "kubeconfig.no_credential")]
    [InlineData("-", "user: {token: t, canary-7f3a: x}", "kubeconfig.unknown_key")]
    [InlineData("B-18", "user: {client-certificate-data: '!canary-7f3a', client-key-data: eA==}", "kubeconfig.bad_certificate")]
    [InlineData("B-19", "user: {client-key-data: eA==}", "kubeconfig.key_mismatch")]
    public void User_Refused_WithItsCode(string id, string user, string code) => Refused(id, Text(user: user), code);

    [Theory]
    [InlineData("B-03", "server: https://a, certificate-authority: /etc/canary-7f3a", "kubeconfig.file_reference")]
    [InlineData("B-04", "server: https://a, proxy-url: http://canary-7f3a", "kubeconfig.proxy_not_allowed")]
    [InlineData("B-05", "server: https://a, insecure-skip-tls-verify: true", "kubeconfig.insecure_tls")]
    [InlineData("B-06", "server: http://canary-7f3a", "kubeconfig.plain_http")]
    [InlineData("B-07", "server: 'https://me:canary-7f3a@a'", "kubeconfig.bad_server_url")]
    [InlineData("B-07", "server: 'https://a/#canary-7f3a'", "kubeconfig.bad_server_url")]
    [InlineData("B-07", "server: 'https://a/?canary-7f3a'", "kubeconfig.bad_server_url")]
    [InlineData("B-07", "server: https://a/x/../canary-7f3a", "kubeconfig.bad_server_url")]
    [InlineData("B-07", "server: 'https://a\\canary-7f3a'", "kubeconfig.bad_server_url")]
    [InlineData("B-07", "server: file:///canary-7f3a", "kubeconfig.bad_server_url")]
    [InlineData("B-07", "server: ''", "kubeconfig.bad_server_url")]
    [InlineData("B-15", "server: https://a, server: https://canary-7f3a", "yaml.duplicate_key")]
    public void Cluster_Refused_WithItsCode(string id, string cluster, string code) => Refused(id, Text(cluster: cluster), code);

    [Theory]
    [InlineData("B-11", "", "upload.not_yaml")]
    [InlineData("B-11", "\uFEFF", "upload.not_yaml")]
    [InlineData("B-11", "a\0b", "upload.not_yaml")]
    [InlineData("B-14", "a: &x canary-7f3a\nb: *x", "yaml.alias_not_allowed")]
    [InlineData("B-14", "b: *canary-7f3a", "yaml.alias_not_allowed")]
    [InlineData("B-16", "kind: Config\n---\nkind: canary-7f3a", "yaml.multiple_documents")]
    [InlineData("B-17", "kind: !!python/object canary-7f3a", "yaml.tag_not_allowed")]
    [InlineData("B-17", "kind: !System.Type canary-7f3a", "yaml.tag_not_allowed")]
    [InlineData("-", "kind: [canary-7f3a", "yaml.syntax")]
    [InlineData("-", "{? {a: b} : canary-7f3a}", "yaml.syntax")]
    [InlineData("-", "kind: Pod\nmetadata: canary-7f3a", "kubeconfig.not_kubeconfig")]
    public void Text_Refused_WithItsCode(string id, string text, string code) => Refused(id, text, code);

    [Fact]
    public void B11_Utf16_NotYaml() => Assert.Equal("upload.not_yaml", Read(Encoding.Unicode.GetBytes(Text())).Error?.Code);

    [Fact]
    public void B12_TooLarge_RefusedBeforeParsing() => Refused("B-12", new string('[', 256 * 1024 + 1), "upload.too_large");

    [Fact]
    public void B13_TooDeep_RefusedWithLineAndColumn()
    {
        Refused("B-13", new string('[', 200_000), "yaml.too_deep");
        Assert.Equal("kubeconfig:1:33", Read(Encoding.UTF8.GetBytes(new string('[', 40))).Error?.Place);
    }

    [Fact]
    public void B09_SeveralContextsNoneCurrent_NamesAreListed()
    {
        var text = "kind: Config\ncontexts: [{name: one, context: {}}, {name: two, context: {}}]";
        var error = Read(Encoding.UTF8.GetBytes(text)).Error!;
        Assert.Equal("kubeconfig.choose_context", error.Code);
        Assert.EndsWith("one, two", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster: none, user: u")]
    [InlineData("cluster: c, user: none")]
    public void B10_DanglingReference_Refused(string context) => Refused("B-10", Text(context: context), "kubeconfig.dangling_reference");

    [Fact]
    public void B18_BadCertificates_Refused()
    {
        using var old = _certificates.Client("x", "y", TimeSpan.FromDays(-1));
        using var weakKey = RSA.Create(1024);
        using var weak = new CertificateRequest("CN=weak", weakKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));
        foreach (var pem in new[]
        {
            weakKey.ExportPkcs8PrivateKeyPem(), "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", "text",
            new string('a', 64 * 1024), old.ExportCertificatePem(), weak.ExportCertificatePem(),
        })
            Refused("B-18", Text(cluster: $"server: https://a, certificate-authority-data: {Base(pem)}"), "kubeconfig.bad_certificate");
    }

    [Fact]
    public void B19_KeyOfAnotherCertificate_Refused()
    {
        using var one = _certificates.Client("x", "y");
        using var two = _certificates.Client("x", "y");
        Refused("B-19", With(one, Key(two)), "kubeconfig.key_mismatch");
        var good = Read(Encoding.UTF8.GetBytes(With(one, Key(one))));
        Assert.True(good.Connection?.Credential.ClientCertificate?.HasPrivateKey, good.Error?.Message);

        static string With(X509Certificate2 certificate, string key) =>
            Text(user: $"user: {{client-certificate-data: {Base(certificate.ExportCertificatePem())}, client-key-data: {Base(key)}}}");
    }

    [Fact]
    public void B20_ExpiredJwt_Refused()
    {
        static string Jwt(long exp) => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"exp\":{exp}}}"))}.sig";
        Refused("B-20", Text(user: $"user: {{token: {Jwt(1_700_000_000)}}}"), "kubeconfig.bad_token");
        Assert.Null(Read(Encoding.UTF8.GetBytes(Text(user: $"user: {{token: {Jwt(9_000_000_000)}}}"))).Error);
    }

    [Fact]
    public async Task Upload_Good_GivesTheConnection()
    {
        var cluster = $"server: https://a:6443/k8s/clusters/c1, certificate-authority-data: {Base(_certificates.RootPem)}";
        var text = Text(cluster: cluster, context: "cluster: c, user: u, namespace: shop");
        var connection = Read(Encoding.UTF8.GetBytes(text)).Connection!;
        Assert.Equal(("ctx", "https://a:6443/k8s/clusters/c1", "shop"), (connection.Name, connection.Server.AbsoluteUri, connection.Namespace));
        Assert.Equal(_certificates.Root.Thumbprint, Assert.Single(connection.Authorities!).Thumbprint);
        Assert.Equal("t", await connection.Credential.TokenAsync(false, TestContext.Current.CancellationToken));
        Assert.Equal("ctx at a:6443", connection.ToString());
    }

    [Fact]
    public void LocalFile_NamesFilesAndForeignPlugins_OnlyTheChosenContextIsJudged()
    {
        var folder = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(folder.FullName, "ca.pem"), _certificates.RootPem);
        var rules = KubeconfigRules.ForFile(Path.Combine(folder.FullName, "config"));
        var other = "\n- name: cloud\n  user: {exec: {command: x}}";
        var text = Encoding.UTF8.GetBytes(Text(cluster: "server: https://a, certificate-authority: ca.pem") + other);
        Assert.Single(Kubeconfig.Read(text, rules, TimeProvider.System).Connection!.Authorities!);
        var plugin = Encoding.UTF8.GetBytes(Text(user: "user: {exec: {command: x}}"));
        Assert.Equal("kubeconfig.exec_not_allowed", Kubeconfig.Read(plugin, rules, TimeProvider.System).Error?.Code);
        Assert.NotNull(Kubeconfig.Read(plugin, rules with { AllowExec = true }, TimeProvider.System).Connection);
        Assert.Equal("kubeconfig.exec_not_allowed", Kubeconfig.Read(plugin, rules with { AllowExec = true, Uploaded = true }, TimeProvider.System).Error?.Code);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task InCluster_TokenFile_ReadAgainWhenAskedTo()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "ca.crt"), _certificates.RootPem);
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), "one\n", TestContext.Current.CancellationToken);
        var (connection, error) = InCluster.Read(name => name.EndsWith("HOST", StringComparison.Ordinal) ? "fd00::1" : "443", TimeProvider.System, folder);
        Assert.Null(error);
        Assert.Equal("https://[fd00::1]/", connection!.Server.AbsoluteUri);
        Assert.Equal("one", await connection.Credential.TokenAsync(false, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), "two", TestContext.Current.CancellationToken);
        Assert.Equal("one", await connection.Credential.TokenAsync(false, TestContext.Current.CancellationToken));
        Assert.Equal("two", await connection.Credential.TokenAsync(true, TestContext.Current.CancellationToken));
        Assert.Equal("in_cluster.not_in_a_pod", InCluster.Read(_ => null, TimeProvider.System, folder).Error?.Code);
        Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => _certificates.Dispose();

    private static string Text(string user = "user: {token: t}", string cluster = "server: https://a", string context = "cluster: c, user: u") =>
        $"kind: Config\ncurrent-context: ctx\ncontexts:\n- name: ctx\n  context: {{{context}}}\n"
        + $"clusters:\n- name: c\n  cluster: {{{cluster}}}\nusers:\n- name: u\n  {user}";

    private static string Base(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Key(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static (ClusterConnection? Connection, SourceError? Error) Read(byte[] text) =>
        Kubeconfig.Read(text, KubeconfigRules.ForUpload(), TimeProvider.System);

    private static void Refused(string id, string text, string code)
    {
        var (connection, error) = Read(Encoding.UTF8.GetBytes(text));
        Assert.Null(connection);
        Assert.True(error!.Code == code, $"{id}: expected {code}, found {error.Code}: {error.Message}");
        Assert.NotEmpty(error.Place);
        Assert.DoesNotContain(Canary, error.Place + error.Message, StringComparison.Ordinal);
    }
}
