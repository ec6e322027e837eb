using System.Globalization;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using Posture.Dashboard.Api;
using Posture.Store.Queries;

namespace Posture.Dashboard.Audit;

/// <summary>
/// Syslog over TLS or TCP (RFC 5424, RFC 5425, RFC 6587 with counted octets), facility 13 (log audit), severity notice. The message is the entry as the API writes it, in
/// ASCII. The protocol has no answer: what was written to a connection that breaks later can be lost there, and its number tells.
/// </summary>
internal sealed class SyslogSink(Uri address, string host, Func<CancellationToken, ValueTask<Stream>> connect) : IAuditSink
{
    public const string SinkName = "syslog";

    /// <summary>13 · 8 + 5.</summary>
    private const int Priority = 109;

    public string Name => SinkName;

    public async Task SendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        await using var plain = await connect(cancellationToken);
        if (address.Scheme == "tcp")
        {
            await WriteAsync(plain, rows, cancellationToken);
            return;
        }
        await using var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.IdnHost }, cancellationToken);
        await WriteAsync(secure, rows, cancellationToken);
        await secure.ShutdownAsync();
    }

    /// <summary>A message with the number of its octets before it.</summary>
    internal static byte[] Frame(AuditRow row, string host)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"<{Priority}>1 {row.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ} {host} posture - {row.Action} - {JsonSerializer.Serialize(ActivityApi.Document(row), ApiJson.Default.ActivityDocument)}");
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Length} {message}"));
    }

    private async Task WriteAsync(Stream stream, IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            await stream.WriteAsync(Frame(row, host), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
