using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Posture.Dashboard.Tests.Security;

/// <summary>
/// As much of a browser as a sign-in needs, behind a proxy that ends TLS: cookies, redirects, forms. Every browser has an address of its own, so that limits by address
/// do not meet across tests.
/// </summary>
internal sealed partial class Browser(ServerStage stage, string host = "posture.example.com", bool proxied = true) : IDisposable
{
    private static int _made;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<string, string> _cookies = [];

    public string Address { get; set; } = NextAddress();

    public string Accept { get; set; } = "text/html";

    /// <summary>Name and port under which it asks.</summary>
    public string Host => proxied ? host : stage.Address.Authority;

    /// <summary>Where its pages are, as its address line would begin.</summary>
    public string Origin => (proxied ? "https://" : "http://") + Host;

    /// <summary>What the proxy adds to a request; nothing without one.</summary>
    public IEnumerable<(string Name, string Value)> Forwarded => proxied ? [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", Address)] : [];

    /// <summary>As a Cookie header.</summary>
    public string Cookies => string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    /// <summary>Every Set-Cookie header so far.</summary>
    public List<string> Baked { get; } = [];

    public void Dispose() => _http.Dispose();

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, Action<HttpRequestHeaders>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(stage.Address, path)) { Content = content };
        request.Headers.Host = Host;
        foreach (var (name, value) in Forwarded)
            request.Headers.Add(name, value);
        request.Headers.TryAddWithoutValidation("Accept", Accept);
        if (_cookies.Count > 0)
            request.Headers.Add("Cookie", Cookies);
        change?.Invoke(request.Headers);
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            Baked.Add(cookie);
            var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie.Split(';')[0].Split('=', 2)[1]);
            if (value.Length == 0)
                _cookies.Remove(name);
            else
                _cookies[name] = value;
        }
        return response;
    }

    /// <summary>Signs in with the form that a person fills in.</summary>
    public async Task<Browser> SignInAsync(string account, string password = ServerStage.Password)
    {
        using var answer = await TryAsync(account, password);
        Assert.True(answer.Headers.Location is not null, $"no sign-in of {account}: {(int)answer.StatusCode} of {answer.RequestMessage!.RequestUri}\n{stage.Log.Warnings}");
        using var landed = await FollowAsync(PathOf(answer.Headers.Location!));
        Assert.Equal(HttpStatusCode.OK, landed.StatusCode);
        Assert.DoesNotContain("/account/", landed.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        return this;
    }

    /// <summary>The answer to the form.</summary>
    public Task<HttpResponseMessage> TryAsync(string account, string password) => TryAsync(("Form.Email", account), ("Form.Password", password));

    /// <summary>The answer to the form of the second step.</summary>
    public Task<HttpResponseMessage> TryCodeAsync(string ticket, string code) => TryAsync(("Form.Ticket", ticket), ("Form.Code", code));

    private Task<HttpResponseMessage> TryAsync(params (string Name, string Value)[] typed) => FillAsync("/", typed);

    /// <summary>The answer to the one form of a page.</summary>
    public async Task<HttpResponseMessage> FillAsync(string page, params (string Name, string Value)[] typed)
    {
        using var form = await FollowAsync(page);
        return await SendFormAsync(form.RequestMessage!.RequestUri!.PathAndQuery, await form.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), typed);
    }

    /// <summary>Sends a form's hidden fields, and what is typed, to an address.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(string path, string form, (string Name, string Value)[] typed)
    {
        var fields = HiddenIn(form);
        foreach (var (name, value) in typed)
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        return await SendAsync(HttpMethod.Post, path, content);
    }

    /// <summary>Sends the form of a page that posts to an address, as the button of this name and value does.</summary>
    /// <param name="page">Page with the form.</param>
    /// <param name="action">Where the form posts to.</param>
    /// <param name="button">The button.</param>
    /// <param name="instead">Posts the form's fields to this address.</param>
    /// <param name="withToken">False leaves out the hidden fields.</param>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, (string Name, string Value)? button, string? instead = null, bool withToken = true)
    {
        using var shown = await GetAsync(page);
        var html = await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var form = html[html.IndexOf($"action=\"{action}\"", StringComparison.Ordinal)..];
        var fields = withToken ? HiddenIn(form[..form.IndexOf("</form>", StringComparison.Ordinal)]) : [];
        if (button is var (name, value))
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        return await SendAsync(HttpMethod.Post, instead ?? action, content);
    }

    private static Dictionary<string, string> HiddenIn(string html) =>
        HiddenPattern().Matches(html).ToDictionary(field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value), StringComparer.Ordinal);

    /// <summary>The page at the end of the redirects.</summary>
    public async Task<HttpResponseMessage> FollowAsync(string path)
    {
        for (var hops = 0; ; hops++)
        {
            var response = await GetAsync(path);
            if (response.Headers.Location is not { } location || hops == 10)
                return response;
            path = PathOf(location);
            response.Dispose();
        }
    }

    // Of the network that RFC 2544 keeps for tests.
    private static string NextAddress()
    {
        var number = Interlocked.Increment(ref _made);
        return $"198.18.{number / 250}.{(number % 250) + 1}";
    }

    private static string PathOf(Uri location) => location.IsAbsoluteUri ? location.PathAndQuery : location.ToString();

    [GeneratedRegex("""<input[^>]*type="hidden"[^>]*name="(?<name>[^"]+)"[^>]*value="(?<value>[^"]*)"[^>]*>""", RegexOptions.None, 1000)]
    private static partial Regex HiddenPattern();
}
