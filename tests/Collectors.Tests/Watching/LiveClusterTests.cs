using k8s;
using Posture.Collectors.Sources;
using Posture.Collectors.Watching;
using Posture.Model.Coverage;
using Posture.Model.Inventory;

namespace Posture.Collectors.Tests.Watching;

/// <summary>Against a real cluster, when POSTURE_TEST_KUBECONFIG names a kubeconfig.</summary>
public sealed class LiveClusterTests
{
    /// <summary>A server may believe a token for as long as it caches its answer (10 s by default).</summary>
    private static readonly TimeSpan TokenCache = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task LiveCluster_Read_EveryKindGetsAStateAndPodsAreThere()
    {
        await using var cluster = await LiveCluster.OpenAsync();
        var told = await FirstRoundAsync(cluster.Source, cluster.Guard);
        Assert.Contains(told, item => item is SourceEvent.Covered { Coverage: { Kind: "Pod", State: CoverageState.Read } });
        Assert.DoesNotContain(told, item => item is SourceEvent.Covered { Coverage.State: CoverageState.Failed });
    }

    [Fact]
    public async Task LiveCluster_Churn_IsTold()
    {
        await using var cluster = await LiveCluster.OpenAsync();
        await using var told = cluster.Source.ReadAsync(cluster.Guard).GetAsyncEnumerator(cluster.Guard);
        await UntilAsync<SourceEvent.Synced>(told, _ => true);
        var core = cluster.Client.CoreV1;

        var made = await core.CreateNamespacedConfigMapAsync(
            new() { Metadata = new() { Name = "churn" }, Data = new Dictionary<string, string> { ["a"] = "1" } }, cluster.Namespace, cancellationToken: cluster.Guard);
        await UntilAsync<SourceEvent.Put>(told, put => put.Item is ConfigMap { Name: "churn" } item && item.Namespace == cluster.Namespace);
        made.Data["b"] = "2";
        await core.ReplaceNamespacedConfigMapAsync(made, "churn", cluster.Namespace, cancellationToken: cluster.Guard);
        await UntilAsync<SourceEvent.Put>(told, put => put.Item is ConfigMap { Name: "churn", Data.Count: 2 });
        await core.DeleteNamespacedConfigMapAsync("churn", cluster.Namespace, cancellationToken: cluster.Guard);
        await UntilAsync<SourceEvent.Removed>(told, gone => gone.Name == "churn" && gone.Namespace == cluster.Namespace);
    }

    [Fact]
    public async Task LiveCluster_AccountWithoutRights_IsForbiddenKindByKind()
    {
        await using var cluster = await LiveCluster.OpenAsync();
        var told = await FirstRoundAsync(new ApiServerSource(await cluster.AccountAsync("nobody", role: null), TimeProvider.System), cluster.Guard);
        Assert.Contains(told, item => item is SourceEvent.Covered { Coverage: { Kind: "Pod", State: CoverageState.Forbidden } });
        Assert.DoesNotContain(told, item => item is SourceEvent.Listed { Kind.Kind: "Pod" });
    }

    [Fact]
    public async Task LiveCluster_TokenNoLongerValid_IsUnauthorized()
    {
        await using var cluster = await LiveCluster.OpenAsync();
        var connection = await cluster.AccountAsync("leaver", role: "view");
        Assert.Contains(await FirstRoundAsync(new ApiServerSource(connection, TimeProvider.System), cluster.Guard), item => item is SourceEvent.Listed { Kind.Kind: "Pod" });

        await cluster.Client.CoreV1.DeleteNamespacedSecretAsync("leaver", cluster.Namespace, cancellationToken: cluster.Guard);
        await Task.Delay(TokenCache, TimeProvider.System, cluster.Guard);
        Assert.Contains(
            await FirstRoundAsync(new ApiServerSource(connection, TimeProvider.System), cluster.Guard), item => item is SourceEvent.Covered { Coverage.State: CoverageState.Unauthorized });
    }

    [Fact]
    public async Task LiveCluster_WatchOfForgottenHistory_IsGoneAndANewListIsCurrent()
    {
        await using var cluster = await LiveCluster.OpenAsync();
        var settings = WatchSettings.Default;
        using var client = new ClusterClient(cluster.Connection);
        using var gate = new ClusterGate(settings, TimeProvider.System);
        var api = new ApiRequests(client, gate, settings, TimeProvider.System);
        var namespaces = new ServedKind(KnownKinds.Find("", "Namespace")!, "v1", "namespaces", Watchable: true);

        var gone = await Assert.ThrowsAsync<ApiException>(() => new KindWatch(api, settings, TimeProvider.System)
            .RunAsync(namespaces, "1", () => ValueTask.CompletedTask, _ => ValueTask.CompletedTask, cluster.Guard));
        Assert.Equal(ApiFailure.Gone, gone.Failure);
        var list = await new KindLister(api, settings, TimeProvider.System).ReadAsync(namespaces, cluster.Guard);
        Assert.Contains(list.Objects, item => item.Name == cluster.Namespace);
    }

    /// <summary>What a source tells until it has told everything once.</summary>
    private static async Task<List<SourceEvent>> FirstRoundAsync(IClusterSource source, CancellationToken cancellationToken)
    {
        var told = new List<SourceEvent>();
        await foreach (var item in source.ReadAsync(cancellationToken))
        {
            told.Add(item);
            if (item is SourceEvent.Synced)
                break;
        }
        return told;
    }

    private static async Task UntilAsync<T>(IAsyncEnumerator<SourceEvent> told, Predicate<T> fits)
        where T : SourceEvent
    {
        while (await told.MoveNextAsync())
            if (told.Current is T found && fits(found))
                return;
        Assert.Fail($"the source ended before it told {typeof(T).Name}");
    }
}
