using System.Net;
using Posture.Dashboard.Tests.Security;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>Somebody whose answers are searched for words.</summary>
internal sealed class Caller(Browser browser) : IDisposable
{
    public const string Anonymous = "anonymous";

    public async Task<Answer> GetAsync(string path)
    {
        using var answer = await browser.GetAsync(path);
        return await OfAsync(answer);
    }

    /// <inheritdoc cref="Browser.PostAsync"/>
    public async Task<Answer> PostAsync(string page, string action, (string Name, string Value)? button, string? instead = null, bool withToken = true)
    {
        using var answer = await browser.PostAsync(page, action, button, instead, withToken);
        return await OfAsync(answer);
    }

    public void Dispose() => browser.Dispose();

    private static async Task<Answer> OfAsync(HttpResponseMessage answer) => new(
        answer.StatusCode,
        answer.Headers.Location,
        string.Join('\n', answer.Headers.Concat(answer.Content.Headers).SelectMany(header => header.Value)),
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}

/// <summary>What came back: status, every header and the whole body, as texts to look for words in.</summary>
internal sealed record Answer(HttpStatusCode Status, Uri? Location, string Headers, string Body)
{
    /// <summary>Nothing for this person: not found, refused, or sent to sign in or to the page that refuses.</summary>
    public bool IsRefused => Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
        || Status is HttpStatusCode.Redirect or HttpStatusCode.Found && Location?.OriginalString is { } to
            && (to.Contains("/account/denied", StringComparison.Ordinal) || to.Contains("/connect/authorize", StringComparison.Ordinal));
}
