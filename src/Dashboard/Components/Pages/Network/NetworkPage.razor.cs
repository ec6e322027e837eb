using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Controls;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Pages.Network;

/// <summary>What can talk to what, and what should not? Off live signals: it is asked when opened, and says when.</summary>
public sealed partial class NetworkPage
{
    /// <summary>Ports offered beside the one in the address.</summary>
    private static readonly int?[] Common = [null, 22, 80, 443, 5432, 8080];

    [Inject]
    private NetworkReader Reader { get; init; } = default!;

    [Inject]
    private IStringLocalizer<NetworkText> Loc { get; init; } = default!;

    private static string? Current(bool isCurrent) => isCurrent ? "true" : null;

    private static IEnumerable<int?> Ports(NetworkState state) => Common.Append(state.Port).Distinct().OrderBy(port => port ?? 0);

    private List<FilterChip> Chips(NetworkState state) =>
        [.. state.Namespaces.Select(ns => new FilterChip(Loc[nameof(NetworkText.Namespace)], ns, state.Toggled(ns).Href))];

    private protected override async Task<NetworkModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        View.Frozen = true;
        return await Reader.ReadAsync(await Page.ScopeAsync(), NetworkState.Of(query), cancellationToken);
    }
}
