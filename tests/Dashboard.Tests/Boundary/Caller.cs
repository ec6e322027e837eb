using System.Net;
using System.Text.RegularExpressions;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>A client with the cookies of somebody who signed in as a browser does.</summary>
internal sealed partial class Caller : IDisposable
{
    public const string Anonymous = "anonymous";

    private readonly HttpClient _http;

    private Caller(HttpClient http) => _http = http;

    public static async Task<Caller> SignInAsync(Uri address, (string Name, string Password)? account, CancellationToken cancellationToken)
    {
        var jar = new CookieContainer();
        var handler = new SocketsHttpHandler { CookieContainer = jar, AllowAutoRedirect = true, UseProxy = false };
        if (account is var (name, password))
        {
            using var browser = new HttpClient(handler, disposeHandler: false) { BaseAddress = address };
            using var form = await browser.GetAsync(new Uri("/", UriKind.Relative), cancellationToken);
            var fields = Hidden().Matches(await form.Content.ReadAsStringAsync(cancellationToken)).ToDictionary(
                field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value), StringComparer.Ordinal);
            fields["Form.Email"] = name;
            fields["Form.Password"] = password;
            using var content = new FormUrlEncodedContent(fields);
            using var landed = await browser.PostAsync(form.RequestMessage!.RequestUri, content, cancellationToken);
            Assert.DoesNotContain("/account/sign-in", landed.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        }
        handler.Dispose();
        return new(new(new SocketsHttpHandler { CookieContainer = jar, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) });
    }

    /// <summary>Status, every header and the whole body, as one text to look for words in.</summary>
    public async Task<Answer> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return new(answer.StatusCode, answer.Headers.Location, string.Join('\n', answer.Headers.Concat(answer.Content.Headers).SelectMany(header => header.Value)),
            await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Sends the form of a page that posts to an address, as a browser does with the button of this name and value.</summary>
    /// <param name="page">Page with the form.</param>
    /// <param name="path">Where the form posts to.</param>
    /// <param name="button">The button.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="instead">Posts the form's fields to this address.</param>
    /// <param name="withToken">False leaves out the hidden fields.</param>
    public async Task<Answer> PostAsync(
        string page, string path, (string Name, string Value)? button, CancellationToken cancellationToken, string? instead = null, bool withToken = true)
    {
        var body = (await GetAsync(page, cancellationToken)).Body;
        var form = body[body.IndexOf($"action=\"{path}\"", StringComparison.Ordinal)..];
        form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
        var fields = !withToken ? [] : Hidden().Matches(form).ToDictionary(field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value), StringComparer.Ordinal);
        if (button is var (name, value))
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await _http.PostAsync(new Uri(instead ?? path, UriKind.Relative), content, cancellationToken);
        return new(answer.StatusCode, answer.Headers.Location, "", await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)""", RegexOptions.None, 1000)]
    private static partial Regex Hidden();
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, Uri? Location, string Headers, string Body)
{
    /// <summary>Nothing for this person: not found (a page says so itself), refused, or sent to sign in or to the page that refuses.</summary>
    public bool IsRefused => Body.Contains("data-state=\"not-found\"", StringComparison.Ordinal) || Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
        || Status is HttpStatusCode.Redirect or HttpStatusCode.Found && Location?.OriginalString is { } to
            && (to.Contains("/account/denied", StringComparison.Ordinal) || to.Contains("/connect/authorize", StringComparison.Ordinal));
}
