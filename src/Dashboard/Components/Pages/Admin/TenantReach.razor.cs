using Microsoft.AspNetCore.Components;
using Npgsql;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Admin;

/// <summary>What a tenant's rules reach now, and the names that are held back.</summary>
public sealed partial class TenantReach
{
    private const int Shown = 200;

    private string? _notice;

    [Parameter, EditorRequired]
    public AdminModel Model { get; set; } = default!;

    /// <summary>What the page shows is no longer so.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    [Inject]
    private TenantRegistry Registry { get; init; } = default!;

    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private PageContext Page { get; init; } = default!;

    private async Task GiveAsync(TenantNamespace own)
    {
        if (await Who.GetAsync() is var viewer && (Model.Chosen is null || !viewer.Is(Roles.Admin)))
            return;
        try
        {
            await Registry.ReleaseAsync(viewer.Actor, Model.Chosen.Id, own.At, CancellationToken.None);
            _notice = null;
        }
        catch (NpgsqlException failed)
        {
            _notice = Loc[nameof(AdminText.NotSaved), Page.Report(failed)];
        }
        await OnChange.InvokeAsync();
    }
}
