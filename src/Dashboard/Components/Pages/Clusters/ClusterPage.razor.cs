using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Pages.Drift;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Clusters;

/// <summary>The posture of one cluster, what drives it, and why something is missing or old.</summary>
public sealed partial class ClusterPage
{
    private bool _collection;

    /// <summary>Name of the cluster.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    [Inject]
    private ClusterReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ClustersText> Loc { get; init; } = default!;

    protected override Func<ClusterModel, ClusterModel, (ClusterModel Shown, int Changes)>? Merge => MergeTab;

    private static string HrefOf(ClusterModel model, ClusterTab tab) => Links.With(
        Links.Cluster(model.Cluster.Name),
        ("tab", tab == ClusterTab.Overview ? null : tab.ToString().ToLowerInvariant()),
        ("at", model.List.At is { } at ? PageTime.Format(at) : null));

    private static (ClusterModel Shown, int Changes) MergeTab(ClusterModel shown, ClusterModel fresh)
    {
        if (shown.Drift is null || fresh.Drift is null)
            return (fresh, 0);
        var (drift, changes) = DriftModel.Merge(shown.Drift, fresh.Drift);
        return (fresh with { Drift = drift }, changes);
    }

    private protected override async Task<ClusterModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var at = At(query);
        _collection = new Uri(Page.Navigation.Uri).AbsolutePath.EndsWith("/collection", StringComparison.OrdinalIgnoreCase);
        var tab = _collection ? ClusterTab.Collection : ClusterTab.Overview;
        if (!_collection && query.One("tab") is { } word)
        {
            if (Words.Find<ClusterTab>(word) is { } found)
                tab = found;
            else
                query.Reject("tab", word);
        }
        return await Reader.ReadAsync(await Page.OverviewAsync(), Name, tab, at, cancellationToken);
    }
}
