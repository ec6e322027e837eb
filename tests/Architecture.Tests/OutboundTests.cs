using System.Text.RegularExpressions;

namespace Posture.Architecture.Tests;

/// <summary>One way out (P-15): whoever opens connections of another kind would pass by the rules about addresses, proxies and redirects.</summary>
public sealed partial class OutboundTests
{
    /// <summary>The places that may name a client, each with its reason.</summary>
    private static readonly IReadOnlyDictionary<string, string> Allowed = new Dictionary<string, string>
    {
        ["src/Collectors/Outbound/OutboundGuard.cs"] = "the guard itself",
        ["src/Collectors/Registries/RegistryClient.cs"] = "a client over the guard's handler",
        ["src/Collectors/Registries/RegistryTokens.cs"] = "the same client, for tokens",
        ["src/Collectors/Sources/ClusterClient.cs"] = "a client over the guard's handler",
        ["src/Collectors/Trust/TufMirror.cs"] = "a client over the guard's handler",
        ["src/Dashboard/Audit/WebhookSink.cs"] = "a client over the guard's handler",
        ["src/Dashboard/Identity/SelfBackchannel.cs"] = "asks the port that this process listens on, and no other",
    };

    [Fact]
    public void NetworkClient_IsMadeOnlyByTheGuard()
    {
        var naming = Repository.Sources("src", "*.cs").Concat(Repository.Sources("src", "*.razor"))
            .Where(file => ClientPattern().IsMatch(WithoutComments(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), naming.Order(StringComparer.Ordinal));
    }

    private static string WithoutComments(string file) => string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(
        @"\b(HttpClient|SocketsHttpHandler|HttpClientHandler|IHttpClientFactory|AddHttpClient|TcpClient|UdpClient|ClientWebSocket|SmtpClient|WebClient|WebRequest|Ping)\b|\bnew Socket\(",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ClientPattern();
}
