using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Posture.TestKit.Registry;

/// <summary>A registry that does what no honest one does: each test says what it answers. What it was asked, and every secret that came, is kept (F-28). Honest answers are tested with a real registry.</summary>
public sealed class RegistryStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string? Authorization)> _asked = [];

    private RegistryStub(Func<HttpContext, Task> answer, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        _app = builder.Build();
        _app.Run(context =>
        {
            _asked.Enqueue((context.Request.Path + context.Request.QueryString, context.Request.Headers.Authorization.FirstOrDefault()));
            return answer(context);
        });
    }

    /// <summary>Host and port.</summary>
    public string Host => new Uri(_app.Urls.First()).Authority;

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<(string Path, string? Authorization)> Asked => [.. _asked];

    /// <summary>Starts one.</summary>
    /// <param name="answer">What it answers.</param>
    /// <param name="certificate">Its certificate; null for plain HTTP.</param>
    public static async Task<RegistryStub> StartAsync(Func<HttpContext, Task> answer, X509Certificate2? certificate = null)
    {
        var stub = new RegistryStub(answer, certificate);
        await stub._app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
