using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Audit;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Live;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Activity;

/// <summary>Who did what?</summary>
public sealed partial class ActivityPage
{
    private string? _text;

    [Inject]
    private AuditQuery Audit { get; init; } = default!;

    [Inject]
    private AuditEvidenceReader Outside { get; init; } = default!;

    [Inject]
    private ITrustedRootState Trust { get; init; } = default!;

    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ActivityText> Loc { get; init; } = default!;

    private protected override async Task<ActivityModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var viewer = await Who.GetAsync();
        var filter = new AuditFilter(query.One("action") ?? "", query.One("q") ?? "");
        var page = query.Number("page", 1, 1, 1_000_000);
        _text = filter.Text;
        var entries = await Audit.PageAsync(viewer.Overview, viewer.Subject, filter, page, ActivityModel.Size, cancellationToken);
        return viewer.Overview.IsWhole
            ? new(entries, filter, page, true) { Evidence = await Outside.ReadAsync(cancellationToken), Trust = Trust.Read() }
            : new(entries, filter, page, false);
    }

    private static string ExportHref(string form, AuditFilter filter) => Links.With(
        "/activity/export." + form, ("action", filter.Action.Length > 0 ? filter.Action : null), ("q", filter.Text.Length > 0 ? filter.Text : null));

    /// <summary>A code in words; one of a newer version stays a code.</summary>
    private string WordOf(string kind, string code) =>
        Loc[string.Concat(code.Split('.').Prepend(kind).Select(part => char.ToUpperInvariant(part.FirstOrDefault()) + part[Math.Min(1, part.Length)..]))] is { ResourceNotFound: false } word ? word : code;

    private static IReadOnlyDictionary<string, string> DetailsOf(AuditRow entry) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(entry.Details) ?? [];

    private void Apply() => Page.Navigation.NavigateTo(Page.Navigation.GetUriWithQueryParameters("/activity", new Dictionary<string, object?> { ["q"] = string.IsNullOrWhiteSpace(_text) ? null : _text.Trim() }));
}
