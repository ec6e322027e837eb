using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Posture.Dashboard.Audit;
using Posture.Dashboard.Tests.Pages;
using Posture.Model.Tenancy;
using Posture.Store.Commands;
using Posture.Store.Queries;
using Posture.TestKit;

namespace Posture.Dashboard.Tests.Security;

/// <summary>Every entry of the audit log arrives where the settings say, in order, whatever happens in between; and what says that checkpoints are the product's own.</summary>
public sealed class AuditSinkTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("posture-audit-").FullName;

    private const string Secret = "a secret of sixteen and more";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Webhook_ThatFailsAtFirst_HasEveryEntrySigned_AndGoesOnAfterARestart()
    {
        var received = new List<(string Body, string Signature)>();
        var failures = 2;
        await using var receiver = await ReceiverAsync(async context =>
        {
            if (failures-- > 0)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            lock (received)
                received.Add((body, context.Request.Headers[WebhookSink.SignatureHeader].ToString()));
        });
        (string, string)[] settings = [("Posture:Audit:Webhook", receiver.Urls.First() + "/audit"), ("Posture:Audit:WebhookSecret", Secret), ("Posture:Data", _data)];
        string database;
        await using (var stage = await ServerStage.StartAsync(postgres, settings))
        {
            database = stage.Database;
            using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");
            await CaughtUpAsync(stage);
            Assert.Contains("audit.sink_failed: webhook", stage.Log.Warnings, StringComparison.Ordinal);
            using var page = await browser.GetAsync("/activity");
            Assert.Contains("has every entry", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.Equal(await SeqsAsync(stage), Seqs());
        }
        var before = Seqs().Count;
        await using (var again = await ServerStage.StartAsync(postgres, [.. settings, ("ConnectionStrings:Posture", database)]))
        {
            using var browser = await new Browser(again, proxied: false).SignInAsync("lead@demo");
            await CaughtUpAsync(again);
            Assert.True(Seqs().Count > before);
            Assert.Equal(await SeqsAsync(again), Seqs());
        }
        Assert.All(received, post => Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(post.Body))), post.Signature));

        List<long> Seqs()
        {
            lock (received)
                return [.. received.SelectMany(post => JsonDocument.Parse(post.Body).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("seq").GetInt64()))];
        }
    }

    [Fact]
    public async Task Syslog_HasEveryEntryInItsFrame()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var heard = new MemoryStream();
        var listening = Task.Run(async () =>
        {
            while (!Token.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(Token);
                using var part = new MemoryStream();
                await client.GetStream().CopyToAsync(part, Token);
                lock (heard)
                    heard.Write(part.ToArray());
            }
        }, Token);
        await using var stage = await ServerStage.StartAsync(postgres, ("Posture:Audit:Syslog", $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
        using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");
        await CaughtUpAsync(stage);

        var expected = await SeqsAsync(stage);
        var messages = await Eventually.SeeAsync(() => Task.FromResult(Messages()), found => found.Count >= expected.Count, Soon, Token);
        Assert.Equal(expected, messages.Select(message => JsonDocument.Parse(message[message.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("seq").GetInt64()));
        Assert.All(messages, message => Assert.Matches(@"^<109>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \S+ posture - [a-z._]+ - \{", message));
        Assert.False(listening.IsFaulted);

        List<string> Messages()
        {
            byte[] all;
            lock (heard)
                all = heard.ToArray();
            var (found, at) = (new List<string>(), 0);
            while (Array.IndexOf(all, (byte)' ', at) is > 0 and var space)
            {
                var length = int.Parse(all.AsSpan(at, space - at), CultureInfo.InvariantCulture);
                found.Add(Encoding.ASCII.GetString(all, space + 1, length));
                at = space + 1 + length;
            }
            return found;
        }
    }

    /// <summary>Over TLS, who is not the server that the address names gets nothing.</summary>
    [Fact]
    public async Task Syslog_OverTlsToAStranger_SendsNothing()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var read = 0;
        var attempt = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Token);
            await using var secure = new SslStream(client.GetStream());
            try
            {
                await secure.AuthenticateAsServerAsync(certificate);
                read = await secure.ReadAsync(new byte[100], Token);
            }
            catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
            {
                // As it should be.
            }
        }, Token);
        await using var stage = await ServerStage.StartAsync(postgres, ("Posture:Audit:Syslog", $"tls://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}"));
        using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");

        await attempt.WaitAsync(Soon, TimeProvider.System, Token);
        Assert.Equal(0, read);
        var state = await Eventually.SeeAsync(async () => (await StatesAsync(stage)).Single(), found => found.FailingSince is not null, Soon, Token);
        Assert.True(state is { Seq: 0, Behind: > 0 }, $"{state}");
        using var page = await browser.GetAsync("/activity");
        Assert.Contains("takes nothing since", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>The log's checkpoint is signed by the key that the page shows; a changed one is not, and a rotation of keys leaves the key as it is.</summary>
    [Fact]
    public async Task Checkpoint_InTheLog_IsSignedByTheKeyOnThePage()
    {
        string database;
        await using (var first = await ServerStage.StartAsync(postgres, ("Posture:Data", _data)))
        {
            database = first.Database;
            using var browser = await new Browser(first, proxied: false).SignInAsync("lead@demo");
        }
        await using var stage = await ServerStage.StartAsync(postgres, ("Posture:Data", _data), ("ConnectionStrings:Posture", database));
        var line = await Eventually.SeeAsync(
            () => Task.FromResult(stage.Log.All.FirstOrDefault(one => one.Contains("audit checkpoint {", StringComparison.Ordinal)) ?? ""), found => found.Length > 0, Soon, Token);
        using var written = JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..(line.LastIndexOf('}') + 1)]);
        var checkpoint = new AuditCheckpoint(written.RootElement.GetProperty("seq").GetInt64(), written.RootElement.GetProperty("at").GetDateTimeOffset(), written.RootElement.GetProperty("hash").GetString()!)
        {
            Signature = written.RootElement.GetProperty("sig").GetString(),
        };
        var keys = stage.Services.GetRequiredService<AuditKey>();
        var pem = await keys.PublicAsync(Token);
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        Assert.True(checkpoint.IsSignedBy(key));
        Assert.False((checkpoint with { Seq = checkpoint.Seq + 1 }).IsSignedBy(key));
        Assert.False((checkpoint with { Hash = new string('0', 64) }).IsSignedBy(key));
        Assert.False((checkpoint with { Signature = "not one" }).IsSignedBy(key));
        Assert.False((checkpoint with { Signature = null }).IsSignedBy(key));

        await using (var sources = Store.RowSecurity.StoreSources.Open(stage.Database, _ => null))
            await KeyRotation.RunAsync(sources, Token);
        Assert.Equal(pem, await keys.PublicAsync(Token));
    }

    /// <summary>Both files have what the page has, oldest first, and end in the entry about themselves.</summary>
    [Fact]
    public async Task Export_HasEveryEntryOnce_AndIsOneItself()
    {
        await using var stage = await ServerStage.StartAsync(postgres);
        using var browser = await new Browser(stage, proxied: false).SignInAsync("lead@demo");
        using (var csv = await browser.GetAsync("/activity/export.csv"))
        {
            Assert.StartsWith("attachment; filename=posture-activity-", csv.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
            var rows = (await csv.Content.ReadAsStringAsync(Token)).TrimEnd().Split("\r\n");
            Assert.Equal(await SeqsAsync(stage), rows.Skip(1).Select(row => long.Parse(row.Split(',')[0], CultureInfo.InvariantCulture)));
            Assert.Contains("activity.export", rows[^1], StringComparison.Ordinal);
        }
        using var lines = await browser.GetAsync("/activity/export.ndjson?action=session");
        var entries = (await lines.Content.ReadAsStringAsync(Token)).TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString()!).ToList();
        Assert.NotEmpty(entries);
        Assert.All(entries, action => Assert.StartsWith("session.", action, StringComparison.Ordinal));
    }

    private static async Task<WebApplication> ReceiverAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Token);
        return app;
    }

    private static Task<IReadOnlyList<AuditSinkState>> StatesAsync(ServerStage stage) =>
        stage.Services.GetRequiredService<AuditDelivery>().StatesAsync([.. stage.Services.GetServices<IAuditSink>().Select(sink => sink.Name)], Token);

    private static Task CaughtUpAsync(ServerStage stage) =>
        Eventually.SeeAsync(async () => (await StatesAsync(stage)).Single(), state => state is { Behind: 0, Seq: > 0, FailingSince: null }, Soon, Token);

    private static async Task<List<long>> SeqsAsync(ServerStage stage)
    {
        var seqs = (await stage.Services.GetRequiredService<AuditQuery>().PageAsync(ViewScope.All, "", new(), 1, 200, Token)).Rows.Select(row => row.Seq).Reverse().ToList();
        Assert.True(seqs.Count > 1);
        return seqs;
    }
}
