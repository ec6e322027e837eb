using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Posture.Dashboard.Tests.Security;

/// <summary>A page's connection as its script opens it, spoken by hand: what a hostile client sends is no script's business.</summary>
internal sealed class HubLine : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private HubLine(HttpStatusCode status) => Status = status;

    /// <summary>What the server said to the request for a WebSocket.</summary>
    public HttpStatusCode Status { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<HubLine> OpenAsync(ServerStage stage, Browser browser)
    {
        var line = new HubLine(default);
        var options = line._socket.Options;
        options.CollectHttpResponseDetails = true;
        options.SetRequestHeader("Host", browser.Host);
        options.SetRequestHeader("Origin", "https://" + browser.Host);
        options.SetRequestHeader("X-Forwarded-Proto", "https");
        options.SetRequestHeader("X-Forwarded-For", browser.Address);
        options.SetRequestHeader("Cookie", browser.Cookies);
        try
        {
            await line._socket.ConnectAsync(new UriBuilder(stage.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, Token);
            await line._socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, Token);
            var answer = new byte[64];
            var read = await line._socket.ReceiveAsync(answer.AsMemory(), Token);
            Assert.Equal("{}\u001e", Encoding.UTF8.GetString(answer, 0, read.Count));
        }
        catch (WebSocketException)
        {
            // The status tells.
        }
        line.Status = line._socket.HttpStatusCode;
        return line;
    }

    /// <summary>Calls <c>ConnectCircuit(text)</c>: the answer to a circuit that there is not is no, and the connection stays.</summary>
    public async Task SendAsync(string text = "")
    {
        var said = Encoding.UTF8.GetBytes(text);
        byte[] length = [0xdb, (byte)(said.Length >> 24), (byte)(said.Length >> 16), (byte)(said.Length >> 8), (byte)said.Length];
        byte[] call = [0x95, 0x01, 0x80, 0xc0, 0xae, .. "ConnectCircuit"u8, 0x91, .. length, .. said];
        var prefix = new List<byte>();
        for (var left = call.Length; left > 0 || prefix.Count == 0; left >>= 7)
            prefix.Add((byte)((left & 0x7f) | (left > 0x7f ? 0x80 : 0)));
        await _socket.SendAsync((byte[])[.. prefix, .. call], WebSocketMessageType.Binary, endOfMessage: true, Token);
    }

    /// <summary>Whether the server ends the connection within this time; what it says meanwhile is read and forgotten.</summary>
    public async Task<bool> EndsAsync(TimeSpan within)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(within);
        var buffer = new byte[4096];
        try
        {
            while ((await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token)).MessageType != WebSocketMessageType.Close)
            {
                // Go on.
            }
            return true;
        }
        catch (WebSocketException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
