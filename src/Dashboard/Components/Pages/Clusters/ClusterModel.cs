using Posture.Dashboard.Components.Pages.Drift;
using Posture.Dashboard.Components.Pages.Findings;
using Posture.Dashboard.Components.Pages.Layers;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Scoring;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Clusters;

/// <summary>One cluster. Of the tabs only the one asked for is read.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Freshness">How old its data is.</param>
/// <param name="Tab">The tab shown.</param>
/// <param name="Score">Score of what the viewer sees.</param>
/// <param name="Layers">The ten layers.</param>
/// <param name="Before">The ten layers a week before.</param>
/// <param name="Namespaces">Namespaces, worst first; of their tab.</param>
/// <param name="Drift">Newest changes; of their tab.</param>
/// <param name="Kinds">What could be read; of its tab, else those that could not.</param>
/// <param name="List">Its failing findings.</param>
/// <param name="Reach">How far the viewer sees.</param>
/// <param name="Images">Who signed the images of each namespace, now; of the tab of namespaces, and null for a former time.</param>
public sealed record ClusterModel(
    Cluster Cluster,
    Freshness Freshness,
    ClusterTab Tab,
    Score Score,
    IReadOnlyList<LayerLine> Layers,
    IReadOnlyList<LayerLine> Before,
    IReadOnlyList<NamespaceRow> Namespaces,
    DriftModel? Drift,
    IReadOnlyList<KindLine> Kinds,
    FindingsState List,
    ViewReach Reach,
    IReadOnlyList<ImageShare>? Images)
{
    /// <summary>Tabs that have something to show to this viewer.</summary>
    public IReadOnlyList<ClusterTab> Tabs => TabsOf(Reach);

    internal static IReadOnlyList<ClusterTab> TabsOf(ViewReach reach) => reach switch
    {
        ViewReach.Configuration => [ClusterTab.Collection],
        ViewReach.Totals => [ClusterTab.Overview, ClusterTab.Namespaces, ClusterTab.Collection],
        _ => Enum.GetValues<ClusterTab>(),
    };

    public IEnumerable<KindLine> Unread => Kinds.Where(line => !line.Read);
}

/// <summary>Tabs of a cluster.</summary>
public enum ClusterTab
{
    /// <summary>Ten layers.</summary>
    Overview,
    /// <summary>Namespaces with scores.</summary>
    Namespaces,
    /// <summary>What changed.</summary>
    Drift,
    /// <summary>What could be read.</summary>
    Collection,
}

/// <summary>A kind of a cluster, and who suffers when it can't be read.</summary>
/// <param name="Coverage">State, reason, time, count.</param>
/// <param name="Controls">Controls whose check needs the kind.</param>
public sealed record KindLine(KindCoverage Coverage, IReadOnlyList<Control> Controls)
{
    /// <summary>Absence of objects may be believed.</summary>
    public bool Read => Coverage.State is CoverageState.Read or CoverageState.NotServed;

    public KindRef Kind => new(Coverage.Group, Coverage.Kind);

    public IEnumerable<Layer> Layers => Controls.Select(control => control.Layer).Distinct().Order();
}
