using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Posture.TestKit;
using Posture.TestKit.ApiServer;

namespace Posture.Collectors.Tests.ApiServer;

/// <summary>The simulated API server against what a real one of version 1.34 answered (<c>../shared/kube-recordings</c>).</summary>
public sealed class RecordingTests
{
    private static readonly string[] Lists =
    [
        "apiservices", "clusterrolebindings", "clusterroles", "crds", "namespaces", "networkpolicies", "persistentvolumes", "pods-rv0", "pvcs", "rolebindings",
        "roles", "vap", "pods-page1", "pods-page2", "pods-page3", "pods-partialmeta", "pods-reader",
    ];

    private static readonly string[] Errors =
    [
        "list-rv-too-old", "not-found-group", "not-found-object", "pods-anonymous", "pods-continue-garbage", "pods-continue-invalid", "pods-unauthorized",
        "secrets-forbidden",
    ];

    private static readonly string[] Documents = ["api", "apis", "apis-aggregated", "api-v1-resources", "rbac-v1-resources", "version"];

    private static readonly string[] Watches = ["watch-410", "watch-initial-events", "watch-pods", "watch-rv-future"];

    /// <summary>The product speaks JSON only and asks no reviews while watching.</summary>
    private static readonly string[] NotSimulated = ["pods-protobuf", "selfsubjectreview", "ssar-allowed", "ssar-denied", "ssrr"];

    public static TheoryData<string> ListNames => new(Lists);

    public static TheoryData<string> ErrorNames => new(Errors);

    public static TheoryData<string> DocumentNames => new(Documents);

    [Fact]
    public void Recordings_EachHaveATest()
    {
        var folder = SharedFolder.Find("kube-recordings");
        Assert.SkipWhen(folder is null, "../shared/kube-recordings is not there");
        var names = Directory.EnumerateFiles(folder!, "*.meta.json").Select(file => Path.GetFileName(file)[..^".meta.json".Length])
            .Order(StringComparer.Ordinal);
        Assert.Equal(names, [.. Lists.Concat(Errors).Concat(Documents).Concat(Watches).Concat(NotSimulated).Order(StringComparer.Ordinal)]);
    }

    [Theory]
    [MemberData(nameof(ListNames))]
    public async Task List_AsRecorded_SameItemsAndEnvelope(string name)
    {
        var recording = Recording.Load(name);
        await using var server = await StartAsync();
        var (status, type, body) = await GetAsync(server, recording);
        Assert.Equal((recording.Status, recording.ContentType), (status, type));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(recording.Body), JsonNode.Parse(body)), $"{name}: expected\n{recording.Body}\nfound\n{body}");
        Assert.Equal(JsonNode.Parse(recording.Body)!.AsObject().Select(pair => pair.Key), JsonNode.Parse(body)!.AsObject().Select(pair => pair.Key));
    }

    [Theory]
    [MemberData(nameof(ErrorNames))]
    public async Task Error_AsRecorded_SameStatusReasonAndShape(string name)
    {
        var recording = Recording.Load(name);
        await using var server = await StartAsync();
        server.Objects.Compact(); // the real server had forgotten its early versions too
        var (status, type, body) = await GetAsync(server, recording);
        Assert.Equal((recording.Status, recording.ContentType), (status, type));
        if (!type.StartsWith("application/json", StringComparison.Ordinal))
        {
            Assert.Equal(recording.Body, body);
            return;
        }
        var (expected, found) = (JsonNode.Parse(recording.Body)!, JsonNode.Parse(body)!);
        Assert.Equal((string)expected["reason"]!, (string)found["reason"]!);
        Assert.Equal(Recording.Shape(expected), Recording.Shape(found));
        if (name != "pods-continue-garbage") // its message tells how the JSON reader of Go failed
            Assert.True(JsonNode.DeepEquals(expected, found), $"{name}: expected\n{recording.Body}\nfound\n{body}");
    }

    [Theory]
    [MemberData(nameof(DocumentNames))]
    public async Task Discovery_AsRecorded_SameShapeAndNothingInvented(string name)
    {
        var recording = Recording.Load(name);
        await using var server = await StartAsync();
        var (status, type, body) = await GetAsync(server, recording);
        Assert.Equal((recording.Status, recording.ContentType), (status, type));
        var (expected, found) = (JsonNode.Parse(recording.Body)!, JsonNode.Parse(body)!);
        Assert.Equal(expected.AsObject().Select(pair => pair.Key), found.AsObject().Select(pair => pair.Key));
        Assert.Empty(Recording.Shape(found).Except(Recording.Shape(expected)));
        var known = Resources(expected);
        Assert.All(Resources(found), resource => Assert.Contains(resource, known));
    }

    [Fact]
    public async Task Watch_FromAVersionThatIsGone_OneErrorEventUnder200()
    {
        var recording = Recording.Load("watch-410");
        await using var server = await StartAsync();
        server.Objects.AdvanceTo(481);
        server.Objects.Compact();
        var (status, type, body) = await GetAsync(server, recording);
        Assert.Equal((recording.Status, recording.ContentType, recording.Body), (status, type, body));
    }

    [Fact]
    public async Task Watch_OfChanges_SameEventsAndBookmark()
    {
        var recording = Recording.Load("watch-pods");
        var time = new WaitableTime();
        await using var server = await StartAsync(time);
        server.Objects.AdvanceTo(462);
        var reading = GetAsync(server, recording);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(62), TestContext.Current.CancellationToken);
        var pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"NAME","namespace":"shop"},"spec":{"containers":[]},"status":{}}""";
        server.Objects.Put(pod.Replace("NAME", "web-4", StringComparison.Ordinal));
        server.Objects.Delete("Pod", "shop", "web-11");
        server.Objects.Put(pod.Replace("NAME", "new2", StringComparison.Ordinal));
        server.Objects.Put(pod.Replace("NAME", "web-5", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromSeconds(62));
        var (_, type, body) = await reading;
        Assert.Equal(recording.ContentType, type);
        Assert.Equal(Events(recording.Body), Events(body));
        Assert.Equal(recording.Body.Split('\n')[^2], body.Split('\n')[^2]); // the bookmark, byte for byte
    }

    [Fact]
    public async Task Watch_WithInitialEvents_ListAsAddedThenMarkedBookmark()
    {
        var recording = Recording.Load("watch-initial-events");
        var time = new WaitableTime();
        await using var server = await StartAsync(time);
        server.Objects.AdvanceTo(473);
        var reading = GetAsync(server, recording);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(4));
        var (_, _, body) = await reading;
        Assert.Equal([.. Enumerable.Repeat("ADDED", 12), "BOOKMARK"], Events(body).Select(pair => pair.Type));
        Assert.Equal(recording.Body.Split('\n')[^2], body.Split('\n')[^2]);
    }

    [Fact]
    public async Task Watch_FromTheFuture_SilentUntilItsTimeIsOver()
    {
        var recording = Recording.Load("watch-rv-future");
        var time = new WaitableTime();
        await using var server = await StartAsync(time);
        var reading = GetAsync(server, recording);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((200, recording.ContentType, ""), await reading);
    }

    private static IEnumerable<(string Type, string? Name)> Events(string body) => body.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonNode.Parse(line)!).Select(line => ((string)line["type"]!, (string?)line["object"]!["metadata"]!["name"])).ToList();

    private static HashSet<string> Resources(JsonNode document)
    {
        var old = document["resources"]?.AsArray().Select(item =>
            $"{item!["name"]} {item["singularName"]} {item["kind"]} {item["namespaced"]} {item["verbs"]!.ToJsonString()}");
        var aggregated =
            from @group in document["items"]?.AsArray() ?? []
            from version in @group["versions"]!.AsArray()
            from item in version["resources"]!.AsArray()
            select $"{@group["metadata"]!["name"]}/{version["version"]} {item["resource"]} {item["responseKind"]!.ToJsonString()} {item["scope"]} "
                + item["verbs"]!.ToJsonString();
        var groups = document["groups"]?.AsArray().Select(group => group!.ToJsonString());
        return [.. (old ?? []).Concat(aggregated).Concat(groups ?? [])];
    }

    private static async Task<ApiServerSimulator> StartAsync(TimeProvider? time = null)
    {
        var server = await ApiServerSimulator.StartAsync(time: time);
        var loaded = Lists.Where(name => !name.StartsWith("pods-", StringComparison.Ordinal) || name == "pods-rv0");
        server.Objects.Load(loaded.SelectMany(name => Recording.Load(name).Items()));
        server.Objects.AdvanceTo(444);
        return server;
    }

    private static async Task<(int Status, string Type, string Body)> GetAsync(ApiServerSimulator server, Recording recording)
    {
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, recording.Path)) { Version = new(2, 0) };
        request.Headers.TryAddWithoutValidation("Accept", recording.Accept);
        if (recording.User != "anon")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"{recording.User}-token");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var type = response.Content.Headers.NonValidated["Content-Type"].ToString(); // as sent; reading the body rewrites it
        return ((int)response.StatusCode, type, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
