using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Posture.TestKit.ApiServer;

namespace Posture.TestKit.Registry;

/// <summary>A real registry (CNCF Distribution) as a process on a loopback port, with TLS and tokens: who knows the password may push and pull, nobody else may anything.</summary>
public sealed class TestRegistry : IAsyncDisposable
{
    public const string UserName = "pusher";
    public const string Password = "a long enough registry password";

    private readonly string _folder = Directory.CreateTempSubdirectory("posture-registry-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _signer;
    private X509Certificate2? _server;
    private Process? _process;
    private RegistryStub? _tokens;

    private TestRegistry()
    {
        var request = new CertificateRequest("CN=tokens", _key, HashAlgorithmName.SHA256);
        _signer = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    /// <summary>Host and port.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Host and port that tokens come from.</summary>
    public string TokenHost => _tokens!.Host;

    /// <summary>PEM file of the authority of its certificate.</summary>
    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    /// <summary>File of the login, as docker writes it.</summary>
    public string LoginFile => Path.Combine(_folder, "config.json");

    /// <summary>A folder for what is pushed.</summary>
    public string Folder => _folder;

    /// <summary>Its blobs, to be tampered with.</summary>
    public string BlobFile(string digest) => Path.Combine(_folder, "data", "docker", "registry", "v2", "blobs", "sha256", digest[7..9], digest[7..], "data");

    /// <summary>Starts one.</summary>
    public static async Task<TestRegistry> StartAsync(CancellationToken cancellationToken)
    {
        var registry = new TestRegistry();
        await registry.RunAsync(cancellationToken);
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        if (_tokens is not null)
            await _tokens.DisposeAsync();
        _server?.Dispose();
        _signer.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Pushes an image of one layer to <c>shop/NAME:TAG</c>.</summary>
    /// <returns>Its digest.</returns>
    public async Task<string> PushAsync(string name, CancellationToken cancellationToken, string tag = "1")
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name + tag)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "layer.tar"), name + tag, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), """{"created":"2026-11-01T00:00:00Z","architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}""", cancellationToken);
        await OrasAsync(["push", $"{Host}/shop/{name}:{tag}", "--config", "config.json:application/vnd.oci.image.config.v1+json", "--annotation", "org.opencontainers.image.base.name=docker.io/library/debian:12", "layer.tar:application/vnd.oci.image.layer.v1.tar"], cancellationToken, folder);
        return (await OrasAsync(["resolve", $"{Host}/shop/{name}:{tag}"], cancellationToken)).Trim();
    }

    /// <summary>Makes a key pair for cosign, <c>NAME.key</c> and <c>NAME.pub</c>.</summary>
    /// <returns>The public key.</returns>
    public async Task<string> KeyAsync(string name, CancellationToken cancellationToken)
    {
        await CosignAsync(["generate-key-pair", "--output-key-prefix", name], cancellationToken);
        return await File.ReadAllTextAsync(Path.Combine(_folder, name + ".pub"), cancellationToken);
    }

    /// <summary>Signs <c>shop/NAME:TAG</c> with a key.</summary>
    public Task SignAsync(string name, string key, CancellationToken cancellationToken, string tag = "1") =>
        CosignAsync(["sign", "--key", key + ".key", "--tlog-upload=false", "-y", $"{Host}/shop/{name}:{tag}"], cancellationToken);

    /// <summary>Runs oras with the registry's login.</summary>
    public Task<string> OrasAsync(IEnumerable<string> arguments, CancellationToken cancellationToken, string? folder = null) =>
        RegistryTools.RunAsync("oras", folder ?? _folder, [.. arguments, "--registry-config", LoginFile, "--ca-file", AuthorityFile], cancellationToken);

    /// <summary>Runs cosign with the registry's login.</summary>
    public Task<string> CosignAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) => RegistryTools.RunAsync("cosign", _folder, arguments, cancellationToken, new Dictionary<string, string>
    {
        ["COSIGN_PASSWORD"] = "",
        ["DOCKER_CONFIG"] = _folder,
        ["SSL_CERT_FILE"] = AuthorityFile,
    });

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var certificates = new TestCertificates();
        _server = certificates.Server(ServerCertificate.Right);
        await File.WriteAllTextAsync(AuthorityFile, certificates.RootPem, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "server.pem"), _server.ExportCertificatePem(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "server.key"), _server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "tokens.pem"), _signer.ExportCertificatePem(), cancellationToken);
        _tokens = await RegistryStub.StartAsync(TokenAsync, _server);
        Host = $"127.0.0.1:{FreePort()}";
        await File.WriteAllTextAsync(Path.Combine(_folder, "config.yml"), $$$"""
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: "{{{Path.Combine(_folder, "data")}}}"}}
            http: {addr: "{{{Host}}}", tls: {certificate: "{{{Path.Combine(_folder, "server.pem")}}}", key: "{{{Path.Combine(_folder, "server.key")}}}"}}
            auth: {token: {realm: "https://{{{TokenHost}}}/token", service: test, issuer: test, rootcertbundle: "{{{Path.Combine(_folder, "tokens.pem")}}}"}}
            """, cancellationToken);
        await File.WriteAllTextAsync(LoginFile, new JsonObject
        {
            ["auths"] = new JsonObject { [Host] = new JsonObject { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}")) } },
        }.ToJsonString(), cancellationToken);
        _process = Process.Start(new ProcessStartInfo(RegistryTools.PathOf("docker-registry"), ["serve", Path.Combine(_folder, "config.yml")]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Eventually.SeeAsync(ListensAsync, listens => listens, TimeSpan.FromSeconds(30), cancellationToken);
    }

    private async Task<bool> ListensAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"the registry ended with {_process.ExitCode}");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPEndPoint.Parse(Host));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The token host: who knows the password gets what is asked for (distribution's specification of JWT tokens).</summary>
    private async Task TokenAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.FirstOrDefault() != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}")))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var access = context.Request.Query["scope"].SelectMany(scopes => (scopes ?? "").Split(' ')).Select(scope => scope.Split(':')).Where(parts => parts.Length >= 3)
            .Select(parts => (JsonNode)new JsonObject { ["type"] = parts[0], ["name"] = string.Join(':', parts[1..^1]), ["actions"] = new JsonArray([.. parts[^1].Split(',').Select(action => (JsonNode)action)]) });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var token = Part(new JsonObject { ["typ"] = "JWT", ["alg"] = "ES256", ["x5c"] = new JsonArray(Convert.ToBase64String(_signer.RawData)) })
            + "." + Part(new JsonObject { ["iss"] = "test", ["sub"] = UserName, ["aud"] = "test", ["iat"] = now, ["nbf"] = now - 10, ["exp"] = now + 300, ["jti"] = Guid.NewGuid().ToString(), ["access"] = new JsonArray([.. access]) });
        var signature = _key.SignData(Encoding.ASCII.GetBytes(token), HashAlgorithmName.SHA256);
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { token = $"{token}.{Base64Url(signature)}", expires_in = 300 }));
    }

    private static string Part(JsonObject part) => Base64Url(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
