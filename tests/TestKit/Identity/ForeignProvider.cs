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
    public async Task SetUpAsync(Uri dashboard, ForeignHabits habits)
    {
        var origin = dashboard.GetLeftPart(UriPartial.Authority);
        var client = new Dictionary<string, object>
        {
            ["client_id"] = ClientId,
            ["client_secret"] = ClientSecret,
            ["token_endpoint_auth_method"] = "client_secret_post",
            ["grant_types"] = habits.Refresh ? ["authorization_code", "refresh_token"] : new[] { "authorization_code" },
            ["redirect_uris"] = new[] { origin + "/signin-oidc" },
            ["post_logout_redirect_uris"] = new[] { origin + "/signout-callback-oidc" },
            ["backchannel_logout_uri"] = origin + "/signout-backchannel",
            ["backchannel_logout_session_required"] = true,
        };
        var (claimsInToken, claimsAtUserInfo, issuerHost, key, accessSeconds, refresh) = habits;
        using var answer = await _http.PostAsJsonAsync(new Uri(Address, "/test/setup"), new { client, claimsInToken, claimsAtUserInfo, issuerHost, key, accessSeconds, refresh });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>From now on it says these claims of a person; null takes the account away.</summary>
    public async Task ChangeAsync(string person, IReadOnlyDictionary<string, object>? claims)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(Address, "/test/people"), new Dictionary<string, object?> { [person] = claims });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How often it was asked something since it was set up.</summary>
    /// <param name="path">Of its endpoint: /me is userinfo.</param>
    public async Task<int> AskedAsync(string path) =>
        (await _http.GetFromJsonAsync<Dictionary<string, int>>(new Uri(Address, "/test/asked")))?.GetValueOrDefault(path) ?? 0;

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

/// <summary>What providers differ in.</summary>
/// <param name="ClaimsInToken">Whether claims stand in the ID token too.</param>
/// <param name="ClaimsAtUserInfo">Whether claims are had at userinfo.</param>
/// <param name="IssuerHost">Host in the name of the issuer.</param>
/// <param name="Key">Name of the key that it signs with; another is another key.</param>
/// <param name="AccessSeconds">How long access tokens are good.</param>
/// <param name="Refresh">Whether it gives refresh tokens.</param>
public sealed record ForeignHabits(
    bool ClaimsInToken = false, bool ClaimsAtUserInfo = true, string IssuerHost = "127.0.0.1", string Key = "first", int AccessSeconds = 3600, bool Refresh = false);
