using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Frameworks;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Reports;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.ReportPages;

/// <summary>Give me proof for this scope: choose, see what it would say, order it, fetch it.</summary>
public sealed partial class ReportsPage
{
    private IReadOnlyList<ReportJob> _jobs = [];
    private string? _notice;

    [Inject]
    private ReportReader Reader { get; init; } = default!;

    [Inject]
    private ClusterQuery Clusters { get; init; } = default!;

    [Inject]
    private ReportDesk Desk { get; init; } = default!;

    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ReportsText> Loc { get; init; } = default!;

    protected override void Dispose(bool disposing)
    {
        Desk.Changed -= OnDeskChanged;
        base.Dispose(disposing);
    }

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Desk.Changed += OnDeskChanged;
    }

    protected override async Task OnParametersSetAsync()
    {
        await ListAsync();
        await base.OnParametersSetAsync();
    }

    private protected override async Task<ReportsModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var within = ScopeInUrl.Of(Page.Navigation.Uri);
        var framework = Framework.Find(query.One("fw")) ?? Framework.All[0];
        var language = Languages.All.FirstOrDefault(known => known.Culture == query.One("lang")) ?? Languages.All.First(known => known.Culture == Spoken);
        var scope = await Page.ScopeAsync();
        var visible = await Clusters.ListAsync(scope, cancellationToken);
        var report = await Reader.PreviewAsync(scope, new(framework, within.Clusters, within.Namespaces, language.Culture), cancellationToken);
        return new(report, [.. visible.Select(cluster => (cluster.Name, cluster.DisplayName))], scope.IsAll);
    }

    private static string Spoken => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "zh-Hans" : "en";

    private async Task OrderAsync(ReportsModel choice)
    {
        var (_, refused) = Desk.Order(await Who.GetAsync(), choice.Report.Request);
        _notice = refused is null ? Loc[nameof(ReportsText.Queued)] : Loc[ReportJobs.KeyOf(refused), ReportDesk.MaxOpenOfOne];
        await ListAsync();
    }

    private async Task DropAsync(Guid id)
    {
        Desk.Drop(await Who.GetAsync(), id);
        await ListAsync();
    }

    private async Task ListAsync() => _jobs = Desk.Of(await Who.GetAsync());

    private void OnDeskChanged(object? sender, EventArgs e) => _ = RunAsync(ListAsync);
}
