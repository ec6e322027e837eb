using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Analysis.Identities;
using Posture.Dashboard.Resources;
using Posture.Store.Commands;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Says when the cluster's data is old, and which kinds of RBAC are missing in the answers.</summary>
public sealed partial class AccessNotices
{
    [Parameter, EditorRequired]
    public Cluster Cluster { get; set; } = default!;

    [Parameter, EditorRequired]
    public AccessGaps Gaps { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    [Inject]
    private IStringLocalizer<IdentitiesText> Loc { get; init; } = default!;

    private Freshness Freshness => FreshnessRules.Of(Cluster.CollectedAt, Time.GetUtcNow());
}
