using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;
using Posture.Collectors.Cli;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Boundary;
using Posture.Dashboard.Tests.Pages;
using Posture.Dashboard.Tests.Reports;
using Posture.Dashboard.Tokens;
using Posture.Store.RowSecurity;
using Posture.TestKit;
using Posture.TestKit.ApiServer;

namespace Posture.Dashboard.Tests.Security;

/// <summary>
/// Secrets go in where secrets belong, the whole dashboard runs, and none comes out (P-09, P-34, ASVS 16.2.5): logs at Trace, every row of the database, pages, frames of a
/// page's connection, reports.
/// </summary>
public sealed class CanaryTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("posture-canary-").FullName;
    private ApiServerSimulator? _cluster;
    private ServerStage? _stage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ServerStage Stage => _stage!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await ApiServerSimulator.StartAsync();
        _cluster.Tokens[Canaries.ClusterToken] = SimulatedUser.Admin;
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(Canaries.SecretData));
        _cluster.Objects.Load(
        [
            """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}""",
            $$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"shop-login","namespace":"shop"},"type":"Opaque","data":{"password":"{{{data}}}"}}""",
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"simpod","namespace":"shop"},"spec":{"hostPID":true,"containers":[{"name":"web","image":"registry.example.com/web:1"}]}}""",
        ]);
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, _cluster.Kubeconfig(Canaries.ClusterToken), Token);
        _stage = await ServerStage.StartAsync(postgres, Canaries.Manifest, [
            ("Posture:Demo:Password", Canaries.AccountPassword),
            ("Posture:PublicUrl", "https://posture.example.com"),
            ("Posture:KnownProxies:0", "127.0.0.1"),
            ("Posture:Clusters:0:Name", "simulated"),
            ("Posture:Clusters:0:Kubeconfig", kubeconfig),
            .. Loud]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stage is not null)
            await _stage.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Secret_ThatWentIn_ComesOutNowhere()
    {
        using var browser = new Browser(Stage);
        using (var wrong = await browser.TryAsync(Canaries.Hostile + "@demo", Canaries.WrongPassword))
            Assert.True(wrong.StatusCode == HttpStatusCode.OK, $"{(int)wrong.StatusCode} of {wrong.RequestMessage!.RequestUri}\n{Stage.Log.Warnings}");
        await browser.SignInAsync("lead@demo", Canaries.AccountPassword);
        var pages = new StringBuilder();
        await Eventually.SeeAsync(() => PageAsync("/findings?size=200"), page => page.Contains("simpod", StringComparison.Ordinal) && page.Contains("canarypod", StringComparison.Ordinal), TimeSpan.FromMinutes(2), Token);
        foreach (var path in new[] { "/fleet", "/findings?size=200", "/findings?q=shop-login&status=all", "/clusters", "/clusters/simulated", "/clusters/simulated/collection", "/activity", "/nothing%0d%0ahere%1b" })
            pages.Append(await PageAsync(path));
        var frames = await HubLine.FramesAsync(Stage, browser, "/findings?size=200", TimeSpan.FromSeconds(6));
        var given = await GivenOutAsync(pages);
        var id = await Stage.ReportAsync("lead@demo", "lead");
        foreach (var form in new[] { "html", "csv" })
            pages.Append(await PageAsync($"/reports/{id}/{form}"));
        using (var pdf = await browser.GetAsync($"/reports/{id}/pdf"))
        {
            Assert.Equal(HttpStatusCode.OK, pdf.StatusCode);
            pages.Append(await Poppler.TextAsync(await pdf.Content.ReadAsByteArrayAsync(Token)));
        }
        var (rows, passwords) = (await RowsAsync(), Passwords());
        var log = string.Join('\n', Stage.Log.All);

        // What is looked through is what it should be.
        Assert.Equal(5, passwords.Count);
        Assert.Contains("canarypod", frames, StringComparison.Ordinal);
        Assert.Contains("shop-login", rows, StringComparison.Ordinal);
        Assert.Contains("Trace Microsoft.AspNetCore.SignalR", log, StringComparison.Ordinal);
        Assert.Contains("Debug Microsoft.EntityFrameworkCore.Database.Command", log, StringComparison.Ordinal);
        Assert.NotEmpty(_cluster!.Requests.All);

        string[] secrets = [Canaries.AccountPassword, Canaries.WrongPassword, Canaries.ClusterToken, Canaries.SecretData, Canaries.SecretText, .. passwords, .. given];
        Assert.Equal([], Canaries.Found(log, secrets));
        Assert.Equal([], Canaries.Found(rows, secrets));
        Assert.Equal([], Canaries.Found(frames, secrets));
        Assert.Equal([], Canaries.Found(pages.ToString(), secrets));

        async Task<string> PageAsync(string path)
        {
            using var answer = await browser.GetAsync(path);
            return answer + await answer.Content.ReadAsStringAsync(Token);
        }
    }

    /// <summary>What programs and an emergency get in by, given out and used: the answer that gives it out is the only place where it is.</summary>
    private async Task<IReadOnlyList<string>> GivenOutAsync(StringBuilder answers)
    {
        using var programs = new Programs(Stage);
        ApiRequest all = new("canary", Roles.Lead, [], ApiScopes.All, null);
        var token = await programs.TokenAsync("lead@demo", all);
        var client = await programs.ClientAsync("admin@demo", all);
        var granted = await programs.GrantAsync(("grant_type", "client_credentials"), ("client_id", client.Id!), ("client_secret", client.Secret!));
        using var document = JsonDocument.Parse(granted.Body);
        var access = document.RootElement.GetProperty("access_token").GetString()!;
        foreach (var held in new[] { token, access })
        {
            var answer = await programs.GetAsync("/api/v1/activity", held);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            answers.Append(answer.Headers).Append(answer.Body);
        }
        using var output = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["admin", "break-glass", "--connection", Stage.Database], output, TextWriter.Null, Token));
        var path = output.ToString().Trim();
        using var browser = new Browser(Stage);
        using (await browser.FillAsync(path))
        using (var page = await browser.GetAsync("/activity"))
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return [token, client.Secret!, access, path.Split('=')[1]];
    }

    [Fact]
    public async Task SecretOfAProvider_IsNotLogged_WhenItIsAway()
    {
        await using var foreign = await ServerStage.StartAsync(postgres, Canaries.Manifest, [
            ("Posture:Demo", "false"),
            ("Posture:Identity:Embedded", "false"),
            ("Oidc:Authority", "https://127.0.0.1:1"),
            ("Oidc:ClientId", "posture"),
            ("Oidc:ClientSecret", Canaries.ClientSecret),
            .. Loud]);
        using var browser = new Browser(foreign, proxied: false);
        using var answer = await browser.GetAsync("/fleet");
        Assert.True((int)answer.StatusCode >= 300, answer.ToString());
        var log = string.Join('\n', foreign.Log.All);
        Assert.Contains("127.0.0.1:1", log, StringComparison.Ordinal);
        Assert.Equal([], Canaries.Found(log + answer + await answer.Content.ReadAsStringAsync(Token), Canaries.ClientSecret));
    }

    [Fact]
    public void Canary_IsFound_HoweverItIsWritten()
    {
        foreach (var before in new[] { "", "a", "ab", "abc" })
            Assert.NotEmpty(Canaries.Found(Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Canaries.SecretData + "tail")), Canaries.SecretData));
        Assert.NotEmpty(Canaries.Found("?p=" + WebUtility.UrlEncode(Canaries.AccountPassword), Canaries.AccountPassword));
        Assert.NotEmpty(Canaries.Found("\\x" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes("x" + Canaries.AccountPassword)), Canaries.AccountPassword));
        Assert.Empty(Canaries.Found("nothing", Canaries.AccountPassword));
    }

    private static (string Key, string Value)[] Loud =>
    [
        ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"), ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace"),
        ("Logging:LogLevel:OpenIddict", "Trace"),
    ];

    private List<string> Passwords() => [.. StoreRole.All.Select(role => role.ConnectionString(Stage.Database)).Append(Stage.Database)
        .Select(connection => new NpgsqlConnectionStringBuilder(connection).Password!).Where(password => password.Length > 0)];

    /// <summary>Every row of every table as text, as a dump would hold it.</summary>
    private async Task<string> RowsAsync()
    {
        await using var source = NpgsqlDataSource.Create(Stage.Database);
        var tables = new List<string>();
        await using (var list = source.CreateCommand(
            "select format('%I.%I', table_schema, table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"))
        await using (var reader = await list.ExecuteReaderAsync(Token))
        {
            while (await reader.ReadAsync(Token))
                tables.Add(reader.GetString(0));
        }
        Assert.True(tables.Count > 10, string.Join(", ", tables));
        var rows = new StringBuilder();
        foreach (var table in tables)
        {
            await using var command = source.CreateCommand($"select coalesce(string_agg(t::text, E'\\n'), '') from {table} t");
            rows.Append(await command.ExecuteScalarAsync(Token));
        }
        return rows.ToString();
    }
}
