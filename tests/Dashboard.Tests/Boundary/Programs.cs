using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Security;
using Posture.Dashboard.Tests.Security;
using Posture.Dashboard.Tokens;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>Programs that ask the API, with tokens and registrations made as people make them.</summary>
internal sealed class Programs(ServerStage stage) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = stage.Address };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    /// <summary>A token of this account.</summary>
    public async Task<string> TokenAsync(string account, ApiRequest request)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<ApiTokens>().CreateAsync(await PersonAsync(scope.ServiceProvider, account), request, 1, Token);
        Assert.Equal(ApiOutcome.Done, answer.Outcome);
        return answer.Secret!;
    }

    /// <summary>An application that an administrator has registered.</summary>
    public async Task<ApiAnswer> ClientAsync(string admin, ApiRequest request, string key = "")
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ApiClients>().CreateAsync(await PersonAsync(scope.ServiceProvider, admin), request, key, Token);
    }

    public async Task<ApiOutcome> RemoveAsync(string admin, string client)
    {
        await using var scope = stage.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ApiClients>().RemoveAsync(await PersonAsync(scope.ServiceProvider, admin), Guid.ParseExact(client, "n"), Token)).Outcome;
    }

    public Task<Answer> GetAsync(string path, string? token, string? known = null) => SendAsync(new(HttpMethod.Get, path), request =>
    {
        if (token is not null)
            request.Authorization = new("Bearer", token);
        if (known is not null)
            request.IfNoneMatch.Add(new(known));
    });

    /// <summary>Asks the token endpoint.</summary>
    public Task<Answer> GrantAsync(params (string Name, string Value)[] form) => SendAsync(new(HttpMethod.Post, "/connect/token")
    {
        Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
    }, _ => { });

    private async Task<Answer> SendAsync(HttpRequestMessage request, Action<HttpRequestHeaders> change)
    {
        using (request)
        {
            var address = new Uri(stage.Services.GetRequiredService<PublicAddress>().Canonical);
            request.Headers.Host = address.Authority;
            request.Headers.Add("X-Forwarded-Proto", address.Scheme);
            change(request.Headers);
            using var answer = await _http.SendAsync(request, Token);
            return new(
                answer.StatusCode, answer.Headers.Location, string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Select(header => $"{header.Key}: {string.Join(',', header.Value)}")),
                await answer.Content.ReadAsStringAsync(Token));
        }
    }

    /// <summary>A person in a session of its own, with the rights that the account has.</summary>
    private static async Task<ClaimsPrincipal> PersonAsync(IServiceProvider services, string name)
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        var account = (await accounts.FindByNameAsync(name))!;
        var issuer = services.GetRequiredService<PublicAddress>().Issuer;
        var session = await services.GetRequiredService<Sessions>().StartAsync(account, issuer, SignInMethod.Password, new("test", "192.0.2.9"), Token);
        var tenants = (await accounts.GetClaimsAsync(account)).Where(claim => claim.Type == Viewer.TenantClaim).Select(claim => claim.Value);
        return Session.Of(
            new(new ClaimsIdentity([new("sub", account.Id.ToString(), ClaimValueTypes.String, issuer), new("name", account.DisplayName)])),
            new([.. await accounts.GetRolesAsync(account)], [.. tenants], null), session.Id, session.ExpiresAt, session.Address);
    }
}
