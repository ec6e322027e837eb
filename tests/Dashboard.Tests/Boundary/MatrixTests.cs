using System.Diagnostics;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.JSInterop;
using Npgsql;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Security;
using Posture.Dashboard.Tests.Security;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Tests.Boundary;

/// <summary>The authorisation matrix (reliability.md §4): every endpoint there is × every role, asked over HTTP, headers and bodies searched for words of others.</summary>
[Collection(BoundaryCollection.Name)]
public sealed class MatrixTests(Premises premises)
{
    private static readonly string[] Foreign = [Estate.MarkOf(Estate.Bravo), Estate.NamespaceOf(Estate.Bravo), "nodemark"];
    private static readonly string[] Names = [Estate.MarkOf(Estate.Alfa), Estate.MarkOf(Estate.Bravo)];
    private static readonly string[] Anything = [.. Foreign, .. Names, Estate.NamespaceOf(Estate.Alfa)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<List<(long Seq, string Action)>> EntriesAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select seq, action from audit where action <> 'session.start'");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var entries = new List<(long, string)>();
        while (await reader.ReadAsync(Token))
            entries.Add((reader.GetInt64(0), reader.GetString(1)));
        return entries;
    }

    [Fact]
    public async Task EveryEndpoint_HasARow()
    {
        var stage = await premises.StageAsync();
        var rows = Surface.All.Select(surface => surface.Route).Concat(Surface.Apart.Keys).ToHashSet(StringComparer.Ordinal);
        var routes = Surface.RoutesOf(stage);

        Assert.Equal([], routes.Where(route => !rows.Contains(route)));
        Assert.Equal([], rows.Where(row => !routes.Contains(row, StringComparer.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryInvokableMethodAndJob_HasARow()
    {
        var stage = await premises.StageAsync();
        var invokable = typeof(Premises).Assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Posture.", StringComparison.Ordinal)).Select(Assembly.Load)
            .SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance))
            .Where(method => method.GetCustomAttribute<JSInvokableAttribute>() is not null).Select(method => $"{method.DeclaringType!.FullName}.{method.Name}");
        Assert.Equal(Surface.Invokable.Keys.Order(StringComparer.Ordinal), invokable.Distinct().Order(StringComparer.Ordinal));

        var jobs = stage.Services.GetServices<IHostedService>().Select(service => service.GetType().FullName!).Where(name => name.StartsWith("Posture.", StringComparison.Ordinal));
        Assert.Equal(Surface.Jobs.Keys.Order(StringComparer.Ordinal), jobs.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EverySurface_GivesEachRoleWhatTheTableSays()
    {
        var stage = await premises.StageAsync();
        var places = await PlacesAsync(stage);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var surface in Surface.All)
        {
            var address = places.Aggregate(surface.Address, (text, place) => text.Replace("{" + place.Key + "}", place.Value, StringComparison.Ordinal));
            Assert.DoesNotContain("{", address, StringComparison.Ordinal);
            foreach (var who in Surface.People)
            {
                var answer = await (await premises.AsAsync(who)).GetAsync(address);
                asked++;
                if (Fault(surface.Of(who), answer, address) is { } fault)
                    wrong.Add($"{surface.Id} {surface.Address} as {who}: {fault}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{Surface.All.Count} surfaces x {Surface.People.Count} roles = {asked} answers, {wrong.Count} not as the table says");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Whatever is asked for by GET, by whoever may do most: nothing is changed by it (ASVS 3.5.3). What is handed out as a file is in the audit log.</summary>
    [Fact]
    public async Task Get_ChangesNothing()
    {
        var stage = await premises.StageAsync();
        var places = await PlacesAsync(stage);
        var administrator = await premises.AsAsync("admin");
        await using var source = NpgsqlDataSource.Create(stage.Database);
        var before = await EntriesAsync(source);

        foreach (var surface in Surface.All)
            await administrator.GetAsync(places.Aggregate(surface.Address, (text, place) => text.Replace("{" + place.Key + "}", place.Value, StringComparison.Ordinal)));

        Assert.Equal(["activity.export"], (await EntriesAsync(source)).Except(before).Select(entry => entry.Action).Distinct());
    }

    /// <summary>A lead who takes a tenant's view sees what a member sees, but not files that members ordered; both ends are in the audit log.</summary>
    [Fact]
    public async Task LeadWhoViewsAsATenant_SeesWhatTheTenantSees()
    {
        var stage = await premises.StageAsync();
        var places = await PlacesAsync(stage);
        var caller = await premises.AsAsync("second-lead");
        Assert.Equal("/", (await caller.PostAsync("/admin?tenant=alfa", TenantView.Path, ("tenant", Estate.Alfa))).Location?.OriginalString);
        var wrong = new List<string>();
        foreach (var surface in Surface.All)
        {
            var address = places.Aggregate(surface.Address, (text, place) => text.Replace("{" + place.Key + "}", place.Value, StringComparison.Ordinal));
            var sight = address.Contains("/reports/" + places["alfa-report"], StringComparison.Ordinal) ? Sight.No : surface.Tenant;
            if (Fault(sight, await caller.GetAsync(address), address) is { } fault)
                wrong.Add($"{surface.Id} {surface.Address}: {fault}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        await caller.PostAsync("/findings", TenantView.Path, null);
        Assert.Null(Fault(Sight.All, await caller.GetAsync("/findings?size=200&status=all"), "/findings"));
        var activity = await caller.GetAsync("/activity");
        Assert.Contains("View of a tenant taken", activity.Body, StringComparison.Ordinal);
        Assert.Contains("View of a tenant given back", activity.Body, StringComparison.Ordinal);
    }

    /// <summary>Who is no lead, names a tenant that is not there, or posts without a token, gets no view.</summary>
    [Fact]
    public async Task ViewAs_WithoutRightOrTenantOrToken_ChangesNothing()
    {
        var lead = await premises.AsAsync("second-lead");
        Assert.Equal(HttpStatusCode.NotFound, (await lead.PostAsync("/admin?tenant=alfa", TenantView.Path, ("tenant", "not-there"))).Status);
        var tenant = await premises.AsAsync(Estate.Alfa);
        Assert.True((await tenant.PostAsync("/findings", "/account/sign-out", ("tenant", Estate.Bravo), TenantView.Path)).IsRefused);
        Assert.Equal(HttpStatusCode.BadRequest, (await lead.PostAsync("/findings", "/account/sign-out", null, TenantView.Path, withToken: false)).Status);
        Assert.Null(Fault(Sight.All, await lead.GetAsync("/findings?size=200&status=all"), "/findings"));
        Assert.Null(Fault(Sight.Own, await tenant.GetAsync("/findings?size=200&status=all"), "/findings"));
    }

    /// <summary>Signed in without any role, or as member of a tenant that is not there: nothing of anybody, anywhere.</summary>
    [Theory]
    [InlineData("nobody")]
    [InlineData("lost")]
    public async Task WhoHasNothing_SeesNothing(string who)
    {
        var stage = await premises.StageAsync();
        var places = await PlacesAsync(stage);
        var caller = await premises.AsAsync(who);
        foreach (var surface in Surface.All)
        {
            var address = places.Aggregate(surface.Address, (text, place) => text.Replace("{" + place.Key + "}", place.Value, StringComparison.Ordinal));
            var answer = await caller.GetAsync(address);
            Assert.Equal([], Anything.Where(word => Said(answer, word, address)).Select(word => $"{address}: {word}"));
        }
    }

    /// <summary>A manager with a tenant: numbers of everything, by name what is the tenant's.</summary>
    [Fact]
    public async Task ManagerOfAUnit_SeesItByName()
    {
        var caller = await premises.AsAsync("unit-manager");

        Assert.Null(Fault(Sight.Own, await caller.GetAsync("/findings?q=mark&size=200"), "/findings"));
        Assert.Null(Fault(Sight.Numbers, await caller.GetAsync("/clusters/prod?tab=namespaces"), "/clusters/prod"));
    }

    /// <summary>L-12: what pages have left in the browser goes with the session.</summary>
    [Fact]
    public async Task SignOut_ClearsWhatPagesHaveLeft()
    {
        using var browser = await premises.EnterAsync("second-lead");
        using var left = await browser.PostAsync("/findings", "/account/sign-out", null);
        Assert.Equal("\"cache\", \"storage\"", Assert.Single(left.Headers.GetValues("Clear-Site-Data")));
        using var back = await browser.GetAsync("/findings");
        Assert.NotEqual(HttpStatusCode.OK, back.StatusCode);
    }

    /// <summary>"Not there" and "not yours" are the same answer (P-17, L-04).</summary>
    [Fact]
    public async Task NotThereAndNotYours_AreTheSame()
    {
        var stage = await premises.StageAsync();
        var places = await PlacesAsync(stage);
        var caller = await premises.AsAsync(Estate.Alfa);
        foreach (var (foreign, missing) in new[]
        {
            ($"/findings/{places["bravo"]}", "/findings/" + Guid.NewGuid().ToString("N")),
            ($"/reports/{places["lead-report"]}/csv", $"/reports/{Guid.NewGuid()}/csv"),
            ("/identities/subject?cluster=prod&kind=ServiceAccount&ns=bravo-space&name=bravomark-robot", "/identities/subject?cluster=prod&kind=ServiceAccount&ns=nowhere-sp&name=nothingmark-robot"),
        })
        {
            var started = Stopwatch.GetTimestamp();
            var theirs = await caller.GetAsync(foreign);
            // Two looks that end in the same time, whatever the database had to do for them (L-05).
            Assert.True(Stopwatch.GetElapsedTime(started) >= LeastTime.OfNotFound, $"{foreign} after {Stopwatch.GetElapsedTime(started)}");
            started = Stopwatch.GetTimestamp();
            var nothing = await caller.GetAsync(missing);
            Assert.True(Stopwatch.GetElapsedTime(started) >= LeastTime.OfNotFound, $"{missing} after {Stopwatch.GetElapsedTime(started)}");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (nothing.Status, theirs.Status));
            Assert.Equal(Visible(nothing, missing), Visible(theirs, foreign));
        }
    }

    /// <summary>The text of a page: without protected state and tokens, which are new each time, without ages, and without the own address.</summary>
    private static string Visible(Answer answer, string address) => System.Text.RegularExpressions.Regex.Replace(
        Without(answer.Body, address, ""),
        "<!--.*?-->|<[^>]*>|\\d+ s ago|just now", "", System.Text.RegularExpressions.RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private static string? Fault(Sight sight, Answer answer, string address)
    {
        string[] Found(IEnumerable<string> words) => [.. words.Where(word => Said(answer, word, address))];
        if (sight != Sight.No && answer.Status != HttpStatusCode.OK)
            return $"{(int)answer.Status} {answer.Location}";
        return sight switch
        {
            Sight.No => !answer.IsRefused ? $"{(int)answer.Status} instead of a refusal" : Words(Found(Anything)),
            Sight.Plain => Words(Found(Anything)),
            Sight.Own => Words(Found(Foreign)) ?? (Found([Estate.MarkOf(Estate.Alfa)]).Length == 0 ? "nothing of its own" : null),
            Sight.OwnIfAny => Words(Found(Foreign)),
            Sight.All => Found(Names).Length < Names.Length ? "not everything" : null,
            Sight.Numbers => Words(Found([.. Names, "nodemark"])),
            _ => null,
        };
    }

    private static string? Words(string[] found) => found.Length == 0 ? null : "says " + string.Join(", ", found);

    /// <summary>Whether an answer tells a word that the question did not: addresses come back in links.</summary>
    internal static bool Said(Answer answer, string word, string address) =>
        Without(answer.Headers + answer.Body, address, word).Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A text without the values of the question that hold a word: they come back in links and fields.</summary>
    private static string Without(string body, string address, string word) => new Uri(new("http://x/"), address).Query.TrimStart('?').Split('&').Select(pair => pair.Split('='))
        .Where(pair => pair.Length == 2 && pair[1].Length > 3).Select(pair => Uri.UnescapeDataString(pair[1])).Where(value => value.Contains(word, StringComparison.OrdinalIgnoreCase))
        .Append(address).Append(WebUtility.HtmlEncode(address)).Aggregate(body, (text, value) => text.Replace(value, "", StringComparison.OrdinalIgnoreCase));

    internal static async Task<Dictionary<string, string>> PlacesAsync(ServerStage stage)
    {
        var findings = stage.Services.GetRequiredService<FindingsQuery>();
        async Task<string> FindingAsync(Func<FindingRow, bool> fits)
        {
            var page = await findings.PageAsync(ViewScope.All, FindingFilter.None with { Verdicts = [Verdict.Fail] }, [], 1, 200, null, Token);
            return page.Rows.First(fits).Finding.Fingerprint;
        }

        return new(StringComparer.Ordinal)
        {
            ["alfa"] = await FindingAsync(row => row.Finding.Object.Name == "alfamark-web"),
            ["bravo"] = await FindingAsync(row => row.Finding.Object.Name == "bravomark-web"),
            ["cluster"] = await FindingAsync(row => row.Finding.ScopeNamespace.Length == 0),
            ["alfa-account"] = (await stage.Services.GetRequiredService<PeopleQuery>().ListAsync(Estate.Alfa + "@test", 1, Token)).Rows.Single().Id.ToString(),
            ["alfa-image"] = await ImageAsync(stage, "alfamark.example/web"),
            ["bravo-image"] = await ImageAsync(stage, "bravomark.example/web"),
            ["shared-image"] = await ImageAsync(stage, "registry.example/shared/base"),
            ["alfa-report"] = (await stage.ReportAsync(Estate.Alfa + "@test", Roles.Tenant, Estate.Alfa)).ToString(),
            ["lead-report"] = (await stage.ReportAsync("lead@test", Roles.Lead)).ToString(),
            ["manager-report"] = (await stage.ReportAsync("manager@test", Roles.Manager)).ToString(),
        };
    }

    private static async Task<string> ImageAsync(ServerStage stage, string repository) => (await stage.Services.GetRequiredService<Store.Queries.ImageQuery>()
        .PageAsync(Model.Tenancy.ViewScope.All, new() { Text = repository }, default, 1, 200, TestContext.Current.CancellationToken)).Page.Rows.First(row => row.Repository == repository).Id;
}
