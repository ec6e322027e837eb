using System.Net;
using System.Text.RegularExpressions;
using Posture.Dashboard.Tests.Security;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>A browser that goes where it is sent, at the dashboard and at the provider: cookies, redirects, forms.</summary>
internal sealed partial class ForeignVisit : IDisposable
{
    private readonly HttpClient _http;

    public ForeignVisit(ServerStage stage)
    {
        _http = new(new SocketsHttpHandler { CookieContainer = new() }) { BaseAddress = stage.Address };
        _http.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    public async Task<Landing> GoAsync(string address) => await Landing.OfAsync(await _http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute), Token));

    /// <summary>From the dashboard's first page through the provider's form to where it ends.</summary>
    public async Task<Landing> SignInAsync(string person)
    {
        var form = await GoAsync("/");
        return form.Form("/interaction/") is null ? form : await SendAsync(form, "/interaction/", ("login", person), ("password", "anything"));
    }

    /// <summary>The dashboard's own button, then what its page leads to; the provider asks once more.</summary>
    public async Task<Landing> SignOutAsync()
    {
        var leaving = await SendAsync(await GoAsync("/account"), "/account/sign-out");
        return RefreshPattern().Match(leaving.Html) is { Success: true } refresh ? await ConfirmAsync(WebUtility.HtmlDecode(refresh.Groups["to"].Value)) : leaving;
    }

    /// <summary>Signs out at the provider's page of that address.</summary>
    public async Task<Landing> ConfirmAsync(string address) => await SendAsync(await GoAsync(address), "/session/end/confirm", ("logout", "yes"));

    private async Task<Landing> SendAsync(Landing page, string action, params (string Name, string Value)[] typed)
    {
        var form = page.Form(action) ?? throw new InvalidOperationException($"{page.Address} has no form for {action}: {(int)page.Status}\n{page.Html}");
        foreach (var (name, value) in typed)
            form.Fields[name] = value;
        using var content = new FormUrlEncodedContent(form.Fields);
        return await Landing.OfAsync(await _http.PostAsync(new Uri(page.Address, form.Action), content, Token));
    }

    [GeneratedRegex("""<meta http-equiv="refresh" content="0;url=(?<to>[^"]+)" />""", RegexOptions.None, 1000)]
    private static partial Regex RefreshPattern();
}
