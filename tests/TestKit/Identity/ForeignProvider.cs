using System.Diagnostics;
using System.Net.Http.Json;

namespace Posture.TestKit.Identity;

/// <summary>
/// A certified OpenID Connect provider that is not ours (npm <c>oidc-provider</c>, in the folder <c>Foreign</c>), as a process on a loopback port. Its people sign in
/// by the names in <c>server.mjs</c>, with any password.
/// </summary>
public sealed class ForeignProvider : IAsyncDisposable
{
    public const string ClientId = "posture";
    public const string ClientSecret = "a secret between two programs";

    private static readonly string Folder = Path.Combine(SharedFolder.Checkout ?? "", "tests", "TestKit", "Identity", "Foreign");

    private readonly Process _process;
    private readonly HttpClient _http = new();
    private bool _ended;

    private ForeignProvider(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Why it can't be started here, or null.</summary>
    public static string? Missing => Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider"))
        ? null
        : "npm could not install the provider that is not ours: run `npm ci` in tests/TestKit/Identity/Foreign";

    public Uri Address { get; }

    /// <summary>The issuer, without a slash at its end.</summary>
    public string Authority => Address.GetLeftPart(UriPartial.Authority);

    public static async Task<ForeignProvider> StartAsync(CancellationToken cancellationToken)
    {
        var process = Process.Start(new ProcessStartInfo("node", ["server.mjs"])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("node did not start");
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("the provider ended at once");
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new(process, new Uri(line));
    }

    /// <summary>Makes it anew for one client: <see cref="ClientId"/> at this address.</summary>
    /// <param name="dashboard">Where the dashboard is reached.</param>
    /// <param name="claimsInToken">Whether claims stand in the ID token too, not only at userinfo.</param>
    /// <param name="issuerHost">Host in the name of the issuer.</param>
    /// <param name="key">Name of the key that it signs with; another is another key.</param>
    public async Task SetUpAsync(Uri dashboard, bool claimsInToken = false, string issuerHost = "127.0.0.1", string key = "first")
    {
        var origin = dashboard.GetLeftPart(UriPartial.Authority);
        var client = new Dictionary<string, object>
        {
            ["client_id"] = ClientId,
            ["client_secret"] = ClientSecret,
            ["token_endpoint_auth_method"] = "client_secret_post",
            ["redirect_uris"] = new[] { origin + "/signin-oidc" },
            ["post_logout_redirect_uris"] = new[] { origin + "/signout-callback-oidc" },
            ["backchannel_logout_uri"] = origin + "/signout-backchannel",
            ["backchannel_logout_session_required"] = true,
        };
        using var answer = await _http.PostAsJsonAsync(new Uri(Address, "/test/setup"), new { client, claimsInToken, issuerHost, key });
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        _http.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
