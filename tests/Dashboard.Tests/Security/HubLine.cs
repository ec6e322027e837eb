using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Posture.Dashboard.Tests.Security;

/// <summary>A page's connection as its script opens it, spoken by hand: what a hostile client sends is no script's business.</summary>
internal sealed partial class HubLine : IDisposable
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
        options.SetRequestHeader("Origin", browser.Origin);
        foreach (var (name, value) in browser.Forwarded)
            options.SetRequestHeader(name, value);
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
    public Task SendAsync(string text = "") => CallAsync([0x95, 0x01, 0x80, 0xc0, 0xae, .. "ConnectCircuit"u8, 0x91, .. Packed(text)]);

    /// <summary>Starts the circuit of a page that was rendered before, with what its comments say about the components.</summary>
    public Task StartCircuitAsync(string root, string path, string html)
    {
        var components = "[" + string.Join(',', MarkerPattern().Matches(html).Select(marker => marker.Groups["json"].Value)) + "]";
        Assert.NotEqual("[]", components);
        var state = StatePattern().Match(html).Groups["state"].Value;
        return CallAsync([0x95, 0x01, 0x80, 0xa1, (byte)'1', 0xac, .. "StartCircuit"u8, 0x94, .. Packed(root), .. Packed(root + path.TrimStart('/')), .. Packed(components), .. Packed(state)]);
    }

    /// <summary>The secret by which a circuit is taken up again, of what the server sent when it was started.</summary>
    public static string SecretOf(string frames) => SecretPattern().Match(frames) is { Success: true } found ? found.Value : throw new InvalidOperationException("No circuit was started.");

    /// <summary>Takes a circuit up; whether the server lets it.</summary>
    public async Task<bool> ConnectAsync(string secret)
    {
        await CallAsync([0x95, 0x01, 0x80, 0xa1, (byte)'2', 0xae, .. "ConnectCircuit"u8, 0x91, .. Packed(secret)]);
        // A completion of call 2 with a result, true or false.
        var answer = await ReadAsync(TimeSpan.FromSeconds(5), until: "\u0080\u00a12\u0003", Encoding.Latin1);
        return answer[answer.IndexOf("\u0080\u00a12\u0003", StringComparison.Ordinal) + 4] == '\u00c3';
    }

    /// <summary>Opens the circuit of a page and gives what the server sends, read as text, until it has been silent for a time, or has said a word.</summary>
    public static async Task<string> FramesAsync(ServerStage stage, Browser browser, string path, TimeSpan silence, string? until = null)
    {
        using var page = await browser.GetAsync(path);
        using var line = await OpenAsync(stage, browser);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, line.Status);
        await line.StartCircuitAsync(browser.Origin + "/", path, await page.Content.ReadAsStringAsync(Token));
        return await line.ReadAsync(silence, until);
    }

    /// <summary>What the server sends until it has been silent for a time, or has said a word, read as text.</summary>
    public async Task<string> ReadAsync(TimeSpan silence, string? until = null, Encoding? encoding = null)
    {
        encoding ??= Encoding.UTF8;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        patience.CancelAfter(silence);
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token) is { MessageType: not WebSocketMessageType.Close } part)
            {
                read.Write(buffer, 0, part.Count);
                if (until is not null && encoding.GetString(read.ToArray()).Contains(until, StringComparison.Ordinal))
                    break;
                patience.CancelAfter(silence);
            }
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            // That was all.
        }
        return encoding.GetString(read.ToArray());
    }

    private static byte[] Packed(string text)
    {
        var said = Encoding.UTF8.GetBytes(text);
        return [0xdb, (byte)(said.Length >> 24), (byte)(said.Length >> 16), (byte)(said.Length >> 8), (byte)said.Length, .. said];
    }

    private async Task CallAsync(byte[] call)
    {
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

    [GeneratedRegex("""<!--Blazor:(?<json>\{"type":"server".*?\})-->""", RegexOptions.None, 1000)]
    private static partial Regex MarkerPattern();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[^-]+(-[^-]+)*)-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StatePattern();

    // In the completion of call 1, behind its length.
    [GeneratedRegex(@"(?<=1\x03.{1,4})CfDJ8[\w-]{40,}", RegexOptions.Singleline, 1000)]
    private static partial Regex SecretPattern();
}
