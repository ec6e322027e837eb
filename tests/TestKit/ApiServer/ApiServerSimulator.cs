using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Posture.TestKit.ApiServer;

/// <summary>
/// An API server in this process: TLS, bearer tokens and client certificates, discovery, lists, watches, errors, and scripted faults. Its answers are held
/// against recordings of a real server (<c>RecordingTests</c>). Tests change <see cref="Objects"/> and see the changes on the watches.
/// </summary>
public sealed class ApiServerSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ApiServerOptions _options;
    private readonly List<(Func<string, bool> Matches, int Left, Func<HttpContext, RequestDelegate, Task> Answer)> _faults = [];

    private ApiServerSimulator(ApiServerOptions options, TimeProvider time)
    {
        (_options, Time) = (options, time);
        Certificates = options.Certificates ?? new();
        Objects = new(options.Types, time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            // Options per connection: with a fixed certificate Kestrel itself refuses the wrong ones that tests need.
            var shown = Certificates.Server(options.Certificate);
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificate = shown,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, client, _, _) => client is null || (client is X509Certificate2 given && IsOurs(given)),
                }),
            });
        }));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public TestCertificates Certificates { get; }

    public ObjectStore Objects { get; }

    public TimeProvider Time { get; }

    /// <summary>Tokens and whose they are. A token that is not here is rejected.</summary>
    public ConcurrentDictionary<string, SimulatedUser> Tokens { get; } = new(StringComparer.Ordinal)
    {
        ["admin-token"] = SimulatedUser.Admin,
        ["reader-token"] = SimulatedUser.Reader,
    };

    /// <summary>Resources (plural) that nobody may read.</summary>
    public ConcurrentDictionary<string, bool> Forbidden { get; } = new(StringComparer.Ordinal);

    /// <summary>All requests so far.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Root address, for example <c>https://127.0.0.1:41234/</c>.</summary>
    public Uri Address => new(_app.Urls.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    public static async Task<ApiServerSimulator> StartAsync(ApiServerOptions? options = null, TimeProvider? time = null)
    {
        var server = new ApiServerSimulator(options ?? new(), time ?? TimeProvider.System);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers the next requests whose path and query match with a fault instead.</summary>
    public void Answer(Func<string, bool> matches, RequestDelegate answer, int times = int.MaxValue) => Answer(matches, (context, _) => answer(context), times);

    /// <inheritdoc cref="Answer(Func{string, bool}, RequestDelegate, int)"/>
    public void Answer(Func<string, bool> matches, Func<HttpContext, RequestDelegate, Task> answer, int times = int.MaxValue)
    {
        lock (_faults)
            _faults.Add((matches, times, answer));
    }

    /// <summary>Ends all scripted faults.</summary>
    public void Heal()
    {
        lock (_faults)
            _faults.Clear();
    }

    /// <summary>A kubeconfig of this server with a token.</summary>
    public string Kubeconfig(string token = "admin-token", string? ns = null) =>
        $$"""
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
        - name: test
          context: {cluster: sim, user: someone{{(ns is null ? "" : $", namespace: {ns}")}}}
        clusters:
        - name: sim
          cluster:
            server: {{Address}}
            certificate-authority-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(Certificates.RootPem))}}
        users:
        - name: someone
          user: {token: {{token}}}
        """;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true)); // open watches are not waited for
        await _app.DisposeAsync();
        if (_options.Certificates is null)
            Certificates.Dispose();
    }

    private bool IsOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(Certificates.Root);
        return chain.Build(certificate);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path + context.Request.QueryString;
        var user = UserOf(context);
        Requests.Add(new(path, user?.Name, Time.GetUtcNow()));
        if (_options.ClockSkew != TimeSpan.Zero)
            context.Response.Headers.Date = (TimeProvider.System.GetUtcNow() + _options.ClockSkew).ToString("R", CultureInfo.InvariantCulture);
        try
        {
            await (TakeFault(path) is { } fault ? fault(context, inner => AnswerAsync(inner, user)) : AnswerAsync(context, user));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort(); // the client hung up
        }
    }

    private Func<HttpContext, RequestDelegate, Task>? TakeFault(string path)
    {
        lock (_faults)
        {
            var index = _faults.FindIndex(fault => fault.Matches(path));
            if (index < 0)
                return null;
            var fault = _faults[index];
            if (fault.Left == 1)
                _faults.RemoveAt(index);
            else
                _faults[index] = fault with { Left = fault.Left - 1 };
            return fault.Answer;
        }
    }

    private SimulatedUser? UserOf(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } header)
            return header.StartsWith("Bearer ", StringComparison.Ordinal) ? Tokens.GetValueOrDefault(header["Bearer ".Length..]) : null;
        if (context.Connection.ClientCertificate is { } certificate)
            return certificate.Subject.Contains("O=system:masters", StringComparison.Ordinal) ? SimulatedUser.Admin : SimulatedUser.Reader;
        return SimulatedUser.Anonymous;
    }

    private Task AnswerAsync(HttpContext context, SimulatedUser? user)
    {
        context.Response.Headers.CacheControl = "no-cache, private";
        context.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        if (user is null)
            return StatusAnswer.SendAsync(context, StatusAnswer.Of(401, "Unauthorized", "Unauthorized"));
        var target = RequestTarget.Of(context.Request, Objects.Types);
        if (!user.May(target.Verb, target.Group, target.Resource) || Forbidden.ContainsKey(target.Resource))
            return StatusAnswer.ForbiddenAsync(context, user, target);
        return target switch
        {
            { Resource: "version" } => JsonAnswer.SendAsync(context, ServerVersion.Of(_options.GitVersion)),
            { GroupServed: false } => NoSuchPathAsync(context),
            { Resource: "discovery" } => DiscoveryAnswer.SendAsync(context, Objects.Types, _options),
            { Type: null } => StatusAnswer.SendAsync(context, StatusAnswer.Of(404, "NotFound", "the server could not find the requested resource", [])),
            { Verb: "get" } => ListAnswer.SendOneAsync(context, Objects, target),
            { Verb: "watch" } => WatchAnswer.SendAsync(context, Objects, target, Time),
            _ => ListAnswer.SendAsync(context, Objects, target),
        };
    }

    private static Task NoSuchPathAsync(HttpContext context)
    {
        context.Response.StatusCode = 404;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
    }
}
