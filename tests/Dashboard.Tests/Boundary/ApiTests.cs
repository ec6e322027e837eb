using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Security;
using Posture.Dashboard.Tokens;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>The API, asked over HTTP: column AC of the authorisation matrix (reliability.md §4), and what is no token at all.</summary>
[Collection(BoundaryCollection.Name)]
public sealed class ApiTests(Premises premises)
{
    private static readonly string[] Foreign = [Estate.MarkOf(Estate.Bravo), Estate.NamespaceOf(Estate.Bravo), "nodemark"];
    private static readonly string[] Read = [ApiScopes.Clusters, ApiScopes.Findings];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly ApiRequest Alfa = new("alfa's", Roles.Tenant, [Estate.Alfa], Read, null);
    private static readonly ApiRequest Lead = new("everything", Roles.Lead, [], ApiScopes.All, null);

    /// <summary>Every route of the API × everybody who can ask: what is answered, and nothing of others in header or body.</summary>
    [Fact]
    public async Task EveryRoute_GivesEachCallerWhatTheTableSays()
    {
        var stage = await premises.StageAsync();
        using var programs = new Programs(stage);
        var places = await PlacesAsync(stage.Services);
        var elsewhere = Guid.CreateVersion7();
        var callers = new (string Who, string? Token)[]
        {
            ("nobody", null),
            ("a stranger", ApiTokens.Prefix + "0123456789"),
            ("alfa", await programs.TokenAsync("alfa@test", Alfa)),
            ("lead", await programs.TokenAsync("lead@test", Lead)),
            ("lead for alfa", await programs.TokenAsync("lead@test", Alfa)),
            ("lead elsewhere", await programs.TokenAsync("lead@test", Lead with { Scopes = Read, Clusters = [elsewhere] })),
            ("manager", await programs.TokenAsync("manager@test", new("numbers", Roles.Manager, [], [ApiScopes.Clusters, ApiScopes.Activity], null))),
            ("of one scope", await programs.TokenAsync("lead@test", Lead with { Scopes = [ApiScopes.Activity] })),
        };
        const string Own = "own", All = "all", Numbers = "numbers", Empty = "empty", Log = "log", No = "401", Not = "403", Gone = "404";
        var table = new (string Address, string[] Expected)[]
        {
            //                               nobody stranger alfa     lead      as alfa  elsewhere manager  scope
            ("/api/v1/fleet",               [No,    No,      Numbers, Numbers,  Numbers, Numbers,  Numbers, Not]),
            ("/api/v1/clusters",            [No,    No,      Numbers, Numbers,  Numbers, Empty,    Numbers, Not]),
            ("/api/v1/clusters/prod",       [No,    No,      Numbers, Numbers,  Numbers, Gone,     Numbers, Not]),
            ("/api/v1/clusters/other",      [No,    No,      Gone,    Gone,     Gone,    Gone,     Gone,    Not]),
            ("/api/v1/findings?limit=1000", [No,    No,      Own,     All,      Own,     Empty,    Not,     Not]),
            ($"/api/v1/findings/{places.Alfa}", [No, No,     Own,     Numbers,  Own,     Gone,     Not,     Not]),
            ($"/api/v1/findings/{places.Bravo}", [No, No,    Gone,    Log,      Gone,    Gone,     Not,     Not]),
            ($"/api/v1/findings/{places.Whole}", [No, No,    Gone,    Log,      Gone,    Gone,     Not,     Not]),
            ("/api/v1/activity",            [No,    No,      Not,     Log,      Not,     Not,      Log,     Log]),
        };
        var wrong = new List<string>();
        foreach (var (address, expected) in table)
            for (var i = 0; i < callers.Length; i++)
                if (Fault(expected[i], await programs.GetAsync(address, callers[i].Token)) is { } fault)
                    wrong.Add($"{address} as {callers[i].Who}: {fault}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{table.Length} addresses x {callers.Length} callers, {wrong.Count} not as the table says");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        string? Fault(string sight, Answer answer) => (sight, (int)answer.Status) switch
        {
            (No, 401) or (Not, 403) or (Gone, 404) when answer.Body.Contains("\"code\":", StringComparison.Ordinal) && !Foreign.Any(word => Says(answer, word)) => null,
            (No or Not or Gone, _) or (_, not 200) => $"{(int)answer.Status} {answer.Body}",
            (Empty, _) => answer.Body == "{\"items\":[],\"continue\":null}" ? null : answer.Body,
            (Own, _) => Foreign.FirstOrDefault(word => Says(answer, word)) is { } word ? "says " + word : Says(answer, Estate.MarkOf(Estate.Alfa)) ? null : "nothing of its own",
            (Numbers, _) => Foreign.FirstOrDefault(word => Says(answer, word)) is { } word ? "says " + word : null,
            (All, _) => Foreign.FirstOrDefault(word => !Says(answer, word)) is { } word ? "does not say " + word : null,
            _ => null,
        };
    }

    /// <summary>What a person has open in a browser opens nothing here, and a token opens no page.</summary>
    [Fact]
    public async Task CookieAndToken_AreNotInterchangeable()
    {
        var stage = await premises.StageAsync();
        using var programs = new Programs(stage);
        var caller = await premises.AsAsync("lead");
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/v1/findings")).Status);

        var token = await programs.TokenAsync("lead@test", Lead);
        foreach (var page in new[] { "/findings", "/fleet", "/openapi/v1.json", "/account" })
            Assert.True((await programs.GetAsync(page, token)).IsRefused, page);
        Assert.Equal(HttpStatusCode.Unauthorized, (await programs.GetAsync("/api/v1/findings?access_token=" + token, null)).Status);
    }

    [Fact]
    public async Task Pages_OfAList_AreWholeAndOnce_AndTheTagTellsWhatIsKnown()
    {
        var stage = await premises.StageAsync();
        using var programs = new Programs(stage);
        var token = await programs.TokenAsync("alfa@test", Alfa);
        var whole = await ListAsync("/api/v1/findings?status=fail&limit=1000");
        Assert.True(whole.Count > 10, $"only {whole.Count}");

        var (parts, next) = (new List<string>(), "");
        do
        {
            var answer = await programs.GetAsync("/api/v1/findings?status=fail&limit=7" + next, token);
            using var document = JsonDocument.Parse(answer.Body);
            parts.AddRange(Fingerprints(document));
            next = document.RootElement.GetProperty("continue").GetString() is { } more ? "&continue=" + more : "";
        }
        while (next.Length > 0);
        Assert.Equal(whole, parts);

        var first = await programs.GetAsync("/api/v1/clusters", token);
        var tag = first.Headers.Split('\n').Single(line => line.StartsWith("ETag: ", StringComparison.Ordinal))["ETag: ".Length..];
        var again = await programs.GetAsync("/api/v1/clusters", token, tag);
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.Status, again.Body));

        async Task<List<string>> ListAsync(string path)
        {
            using var document = JsonDocument.Parse((await programs.GetAsync(path, token)).Body);
            return Fingerprints(document);
        }
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("continue=not-one", "continue")]
    [InlineData("sev=deadly", "sev")]
    [InlineData("status=fail,passed-away", "status")]
    [InlineData("layer=11", "layer")]
    [InlineData("at=yesterday", "at")]
    [InlineData("system=yes", "system")]
    [InlineData("severity=high", "severity")] // a filter that nobody knows is not left out: more would be shown than was asked for
    [InlineData("q=a&q=b", "q")]
    [InlineData("%3Cscript%3E=1", "script")]
    public async Task Parameter_ThatIsWrong_IsNamedWithItsCode(string query, string parameter)
    {
        var stage = await premises.StageAsync();
        using var programs = new Programs(stage);
        var answer = await programs.GetAsync("/api/v1/findings?" + query, await programs.TokenAsync("lead@test", Lead));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal("request.parameter", problem.RootElement.GetProperty("code").GetString());
        Assert.Contains($"parameter {parameter} ", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer.Headers, StringComparison.Ordinal);
    }

    /// <summary>An application with a secret: what it asks for, at most what it has, until it is removed.</summary>
    [Fact]
    public async Task Application_WithASecret_ReadsWhatItWasGiven_UntilItIsRemoved()
    {
        var stage = await premises.StageAsync();
        using var programs = new Programs(stage);
        var client = await programs.ClientAsync("admin@test", Alfa with { Name = "pipeline" });
        Assert.Equal(ApiOutcome.Done, client.Outcome);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GrantAsync("wrong")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await GrantAsync(client.Secret!, ("scope", ApiScopes.Activity))).Status);
        var narrow = AccessToken(await GrantAsync(client.Secret!, ("scope", ApiScopes.Clusters)));
        Assert.Equal(HttpStatusCode.OK, (await programs.GetAsync("/api/v1/clusters", narrow)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await programs.GetAsync("/api/v1/findings", narrow)).Status);

        var token = AccessToken(await GrantAsync(client.Secret!));
        var answer = await programs.GetAsync("/api/v1/findings?limit=1000", token);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(Says(answer, Estate.MarkOf(Estate.Alfa)));
        Assert.DoesNotContain(Foreign, word => Says(answer, word));

        Assert.Equal(ApiOutcome.NotAllowed, await programs.RemoveAsync("lead@test", client.Id!));
        Assert.Equal(ApiOutcome.Done, await programs.RemoveAsync("admin@test", client.Id!));
        Assert.Equal(HttpStatusCode.Unauthorized, (await programs.GetAsync("/api/v1/findings", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GrantAsync(client.Secret!)).Status);

        Task<Answer> GrantAsync(string secret, params (string, string)[] more) =>
            programs.GrantAsync([("grant_type", "client_credentials"), ("client_id", client.Id!), ("client_secret", secret), .. more]);
    }

    /// <summary>An application with a key pair proves itself by what it signs (RFC 7523); with another key, for another audience, or too late it does not.</summary>
    [Fact]
    public async Task Application_WithAKey_ProvesItselfByASignature()
    {
        var stage = await premises.StageAsync();
        using var programs = new Programs(stage);
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var client = await programs.ClientAsync("admin@test", Lead with { Name = "signed" }, PublicKey(own));
        Assert.Equal((ApiOutcome.Done, null), (client.Outcome, client.Secret));
        Assert.Equal(ApiOutcome.NotAKey, (await programs.ClientAsync("admin@test", Lead, "{\"kty\":\"oct\",\"k\":\"AAAA\"}")).Outcome);
        Assert.Equal(ApiOutcome.NotAKey, (await programs.ClientAsync("admin@test", Lead, "not one")).Outcome);
        var issuer = stage.Services.GetRequiredService<PublicAddress>().Issuer;

        var token = AccessToken(await AssertAsync(own, issuer, 60));
        Assert.Equal(HttpStatusCode.OK, (await programs.GetAsync("/api/v1/findings?limit=1", token)).Status);
        foreach (var refused in new[] { await AssertAsync(other, issuer, 60), await AssertAsync(own, "https://elsewhere.example/", 60), await AssertAsync(own, issuer, -3600) })
            Assert.True(refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, refused.Body);

        Task<Answer> AssertAsync(ECDsa key, string audience, int seconds)
        {
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var assertion = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = client.Id,
                Audience = audience,
                Expires = now.AddSeconds(seconds),
                IssuedAt = now.AddSeconds(seconds - 120),
                TokenType = "client-authentication+jwt",
                Claims = new Dictionary<string, object> { ["sub"] = client.Id!, ["jti"] = Guid.NewGuid().ToString() },
                SigningCredentials = new(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256),
            });
            return programs.GrantAsync(
                ("grant_type", "client_credentials"), ("client_id", client.Id!),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion));
        }
    }

    /// <summary>B-47, B-48: what is no access token of this provider opens nothing, however much it looks like one.</summary>
    [Fact]
    public async Task B47_B48_TokensThatAreNotAccessTokens_OpenNothing()
    {
        var stage = await premises.StageAsync();
        using var programs = new Programs(stage);
        var issuer = stage.Services.GetRequiredService<PublicAddress>().Issuer;
        var client = await programs.ClientAsync("admin@test", Lead with { Name = "confused" });
        var keys = stage.Services.GetRequiredService<SigningKeyRing>();
        using var stranger = RSA.Create(2048);
        string Signed(SecurityKey? key, string type, string algorithm = SecurityAlgorithms.RsaSha256) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = issuer,
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
            TokenType = type,
            Claims = new Dictionary<string, object> { ["sub"] = client.Id!, ["scope"] = "findings:read", ["oi_tkn_id"] = Guid.NewGuid().ToString() },
            SigningCredentials = key is null ? null : new(key, algorithm),
        });
        var access = AccessToken(await programs.GrantAsync(("grant_type", "client_credentials"), ("client_id", client.Id!), ("client_secret", client.Secret!)));
        Assert.Equal(HttpStatusCode.OK, (await programs.GetAsync("/api/v1/findings?limit=1", access)).Status);
        foreach (var (what, token) in new (string, string)[]
        {
            ("nobody signed it", Signed(null, "at+jwt")),
            ("a stranger signed it", Signed(new RsaSecurityKey(stranger), "at+jwt")),
            ("an ID token", Signed(keys.SigningKey, "JWT")),
            ("a log-out token", Signed(keys.SigningKey, "logout+jwt")),
            ("never issued", Signed(keys.SigningKey, "at+jwt")),
            ("the public key as a secret", Signed(new SymmetricSecurityKey(((RsaSecurityKey)keys.SigningKey).Rsa.ExportSubjectPublicKeyInfo()), "at+jwt", SecurityAlgorithms.HmacSha256)),
            ("changed", access[..^4] + "AAAA"),
            ("a secret", client.Secret!),
            ("empty", " "),
            ("long", new string('a', 9000)),
        })
            Assert.Equal((what, HttpStatusCode.Unauthorized), (what, (await programs.GetAsync("/api/v1/findings?limit=1", token)).Status));
    }

    /// <summary>The description is an administrator's to read, and names every route with what it needs.</summary>
    [Fact]
    public async Task Description_NamesEveryRoute_ToAdministratorsOnly()
    {
        await premises.StageAsync();
        foreach (var who in new[] { Caller.Anonymous, Estate.Alfa, "lead", "manager" })
            Assert.True((await (await premises.AsAsync(who)).GetAsync("/openapi/v1.json")).IsRefused, who);

        var answer = await (await premises.AsAsync("admin")).GetAsync("/openapi/v1.json");
        using var document = JsonDocument.Parse(answer.Body);
        Assert.StartsWith("3.1", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().ToList();
        Assert.Equal(
            ["/api/v1/activity", "/api/v1/clusters", "/api/v1/clusters/{name}", "/api/v1/findings", "/api/v1/findings/{fingerprint}", "/api/v1/fleet"],
            paths.Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.All(paths, path => Assert.Contains("Needs the scope", path.Value.GetProperty("get").GetProperty("description").GetString(), StringComparison.Ordinal));
        Assert.Contains("\"limit\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_ThatAreTriedAndAskTooOften_AreToldToWait()
    {
        var stage = await premises.StageAsync();
        using var programs = new Programs(stage);
        var (token, other) = (await programs.TokenAsync("lead@test", Lead), await programs.TokenAsync("lead@test", Lead));
        var last = HttpStatusCode.OK;
        for (var i = 0; i < Premises.ApiPerMinute * 2 && last != HttpStatusCode.TooManyRequests; i++)
            last = (await programs.GetAsync("/api/v1/clusters", token)).Status;

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.Equal(HttpStatusCode.OK, (await programs.GetAsync("/api/v1/clusters", other)).Status);
    }

    private static bool Says(Answer answer, string word) => (answer.Headers + answer.Body).Contains(word, StringComparison.OrdinalIgnoreCase);

    private static List<string> Fingerprints(JsonDocument list) => [.. list.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("fingerprint").GetString()!)];

    private static string AccessToken(Answer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        using var document = JsonDocument.Parse(answer.Body);
        Assert.InRange(document.RootElement.GetProperty("expires_in").GetInt32(), 1, (int)ApiClients.AccessLifetime.TotalSeconds);
        return document.RootElement.GetProperty("access_token").GetString()!;
    }

    private static string PublicKey(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return string.Create(CultureInfo.InvariantCulture, $$"""{"kty":"EC","crv":"P-256","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}""");
    }

    private static async Task<(string Alfa, string Bravo, string Whole)> PlacesAsync(IServiceProvider services)
    {
        var rows = (await services.GetRequiredService<FindingsQuery>().PageAsync(ViewScope.All, FindingFilter.None with { Verdicts = [Verdict.Fail] }, [], 1, 200, null, Token)).Rows;
        string In(string ns, string mark) => rows.First(row => row.Finding.Object.Namespace == ns && row.Finding.Object.Name.Contains(mark, StringComparison.Ordinal)).Finding.Fingerprint;
        return (In(Estate.NamespaceOf(Estate.Alfa), "alfamark"), In(Estate.NamespaceOf(Estate.Bravo), "bravomark"), In("", "nodemark"));
    }
}
