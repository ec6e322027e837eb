using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;
using Posture.Model.Tenancy;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Admin;

/// <summary>A tenant's name and rules. Who may save is checked at every event: a page can be left open while the role is lost.</summary>
public sealed partial class TenantForm
{
    private string _name = "";
    private string _display = "";
    private string _rules = "";
    private string? _notice;
    private bool _asks;

    /// <summary>The tenant to change; null for a new one.</summary>
    [Parameter, EditorRequired]
    public Tenant? Chosen { get; set; }

    /// <summary>What the page shows is no longer so.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    [Inject]
    private TenantRegistry Registry { get; init; } = default!;

    [Inject]
    private TenantMembers Members { get; init; } = default!;

    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private PageContext Page { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    protected override void OnInitialized()
    {
        if (Chosen is not null)
            (_name, _display, _rules) = (Chosen.Name, Chosen.DisplayName, string.Join('\n', Chosen.Rules.Select(rule => $"{rule.Cluster}/{rule.Namespace}")));
    }

    private async Task SaveAsync()
    {
        if (await Who.GetAsync() is var viewer && !viewer.Is(Roles.Admin))
            return;
        List<TenantRule> rules = [];
        foreach (var line in _rules.Split(['\n', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split('/') is not [var cluster, var ns] || new TenantRule(cluster, ns) is var rule && !rule.IsValid)
            {
                _notice = Loc[nameof(AdminText.RuleWrong), line.Length > 80 ? line[..80] + "…" : line];
                return;
            }
            rules.Add(rule);
        }
        if (!TenantRegistry.IsName(_name))
            _notice = Loc[nameof(AdminText.NameWrong)];
        else if (string.IsNullOrWhiteSpace(_display))
            _notice = Loc[nameof(AdminText.DisplayMissing)];
        else if (rules.Count > TenantRegistry.MaxRules)
            _notice = Loc[nameof(AdminText.TooManyRules), TenantRegistry.MaxRules];
        else
        {
            await ChangeAsync(() => Registry.PutAsync(viewer.Actor, _name, _display.Trim(), rules, CancellationToken.None), AdminPage.Href(_name));
        }
    }

    private async Task RemoveAsync()
    {
        if (await Who.GetAsync() is var viewer && (Chosen is null || !viewer.Is(Roles.Admin)))
            return;
        await ChangeAsync(
            async () =>
            {
                await Members.RemoveAsync(viewer.Actor, Chosen.Name, CancellationToken.None);
                await Registry.RemoveAsync(viewer.Actor, Chosen.Id, CancellationToken.None);
            },
            AdminPage.Href(null));
    }

    /// <summary>A change that could not be written with its entry in the log is undone (P-32), and told so; what was typed stays.</summary>
    private async Task ChangeAsync(Func<Task> change, string next)
    {
        try
        {
            await change();
        }
        catch (Exception failed) when (failed is NpgsqlException or DbUpdateException or InvalidOperationException)
        {
            _notice = Loc[nameof(AdminText.NotSaved), Page.Report(failed)];
            return;
        }
        _notice = Loc[nameof(AdminText.Saved)];
        Navigation.NavigateTo(next);
        await OnChange.InvokeAsync();
    }
}
