using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Components.Layout;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Security;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Admin;

/// <summary>Where do people sign in, and what do the provider's claims give them?</summary>
public sealed partial class SignOnPage
{
    [Inject]
    private TenantQuery Query { get; init; } = default!;

    [Inject]
    private DashboardSettings Settings { get; init; } = default!;

    [Inject]
    private PublicAddress Public { get; init; } = default!;

    [Inject]
    private IStringLocalizer<SignOnText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FrameText> Frame { get; init; } = default!;

    private IEnumerable<(string Name, string Setting, string Value)> Facts =>
    [
        (Loc[nameof(SignOnText.Authority)], "Oidc:Authority", Settings.Oidc.Authority ?? ""),
        (Loc[nameof(SignOnText.Client)], "Oidc:ClientId", Settings.Oidc.ClientId ?? ""),
        (Loc[nameof(SignOnText.Scopes)], "Oidc:Scopes", Settings.Oidc.Scopes),
    ];

    private IEnumerable<(string Name, string Path)> Addresses =>
    [
        (Loc[nameof(SignOnText.Redirect)], "/signin-oidc"),
        (Loc[nameof(SignOnText.AfterSignOut)], "/signout-callback-oidc"),
        (Loc[nameof(SignOnText.BackChannel)], BackChannelLogout.Path),
    ];

    private IEnumerable<(string Claim, string Value, string Gives)> RulesOf(ClaimRules rules) =>
    [
        .. rules.RolesByValue.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => (rules.RoleClaim, rule.Key, RoleNames.Of(rule.Value, Frame))),
        .. rules.TenantsByValue.OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .Select(rule => (rules.TenantClaim, rule.Key, Loc[nameof(SignOnText.MemberOf), string.Join(", ", rule.Value)].Value)),
    ];

    private protected override async Task<SignOnModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken) => new(
        (await Query.ListAsync(cancellationToken)).Select(tenant => tenant.Name).ToHashSet(StringComparer.Ordinal), new(Settings));
}
