using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Posture.Dashboard.Api;
using Posture.Store.Queries;

namespace Posture.Dashboard.Audit;

/// <summary>
/// Posts entries as <c>{"items":[…]}</c>, as the API writes them. The header <c>Posture-Signature: sha256=…</c> is the HMAC-SHA-256 of the body under the secret, in
/// hexadecimal digits. Any answer of the 200s takes them; everything else, a redirect too, is a failure, and they come again.
/// </summary>
internal sealed class WebhookSink(Uri address, string secret, HttpMessageHandler handler) : IAuditSink, IDisposable
{
    public const string SinkName = "webhook";

    public const string SignatureHeader = "Posture-Signature";

    private readonly HttpClient _http = new(handler);

    public string Name => SinkName;

    public void Dispose() => _http.Dispose();

    public async Task SendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new ListDocument<ActivityDocument>([.. rows.Select(ActivityApi.Document)]), ApiJson.Default.ListDocumentActivityDocument);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SignatureHeader, "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
