using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Npgsql;
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
        var scope = await Page.OverviewAsync();
        var visible = await Clusters.ListAsync(scope, cancellationToken);
        var report = await Reader.PreviewAsync(scope, new(framework, within.Clusters, within.Namespaces, language.Culture), cancellationToken);
        return new(report, [.. visible.Select(cluster => (cluster.Name, cluster.DisplayName))], scope.IsWhole);
    }

    private static string Spoken => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "zh-Hans" : "en";

    private Task OrderAsync(ReportsModel choice) => AsPersonAsync(viewer =>
    {
        var (_, refused) = Desk.Order(viewer, choice.Report.Request);
        _notice = refused is null ? Loc[nameof(ReportsText.Queued)] : Loc[ReportJobs.KeyOf(refused), ReportDesk.MaxOpenOfOne];
    });

    private Task DropAsync(Guid id) => AsPersonAsync(viewer => Desk.Drop(viewer, id));

    private Task ListAsync() => AsPersonAsync(static _ => { });

    /// <summary>Does something at the desk and lists what is there. What a tenant may see is asked of the database, which may be away.</summary>
    private async Task AsPersonAsync(Action<Viewer> work)
    {
        try
        {
            var viewer = await Who.GetAsync();
            work(viewer);
            _jobs = Desk.Of(viewer);
        }
        catch (NpgsqlException away)
        {
            _notice = Loc[nameof(ReportsText.CodeFailed)];
            Page.Report(away);
        }
    }

    private void OnDeskChanged(object? sender, EventArgs e) => _ = RunAsync(ListAsync);
}
