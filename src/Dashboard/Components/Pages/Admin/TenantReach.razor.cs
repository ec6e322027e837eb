using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Identity;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Admin;

/// <summary>What a tenant's rules reach now, and the names that are held back.</summary>
public sealed partial class TenantReach
{
    private const int Shown = 200;

    [Parameter, EditorRequired]
    public AdminModel Model { get; set; } = default!;

    [Inject]
    private TenantRegistry Registry { get; init; } = default!;

    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private async Task GiveAsync(TenantNamespace own)
    {
        if (await Who.GetAsync() is var viewer && (Model.Chosen is null || !viewer.Is(Roles.Admin)))
            return;
        await Registry.ReleaseAsync(viewer.Actor, Model.Chosen.Id, own.At, CancellationToken.None);
        Navigation.NavigateTo(AdminPage.Href(Model.Chosen.Name));
    }
}
