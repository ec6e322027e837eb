using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Admin;

/// <summary>Which namespaces are whose?</summary>
public sealed partial class AdminPage
{
    [Inject]
    private TenantQuery Query { get; init; } = default!;

    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private IStringLocalizer<AdminText> Loc { get; init; } = default!;

    /// <summary>Address of a tenant on this page; of none for a new one.</summary>
    internal static string Href(string? tenant) => tenant is null ? "/admin" : "/admin?tenant=" + Uri.EscapeDataString(tenant);

    private protected override async Task<AdminModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var tenants = await Query.ListAsync(cancellationToken);
        var chosen = tenants.FirstOrDefault(tenant => tenant.Name == query.One("tenant"));
        if (chosen is null && query.One("tenant") is { } unknown)
            query.Reject("tenant", unknown);
        var namespaces = chosen is null ? [] : await Query.NamespacesAsync(chosen.Id, cancellationToken);
        var viewer = await Who.GetAsync();
        return new(tenants, chosen, namespaces, viewer.Is(Roles.Admin), viewer.Is(Roles.Lead));
    }
}
