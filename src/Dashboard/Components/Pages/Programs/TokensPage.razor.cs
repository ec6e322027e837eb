using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Tokens;

namespace Posture.Dashboard.Components.Pages.Programs;

/// <summary>Which programs act for me, and with what?</summary>
public sealed partial class TokensPage
{
    private static readonly int[] Lives = [7, 30, 90, ApiTokens.LongestDays];

    private AccessInput _input = new();
    private string? _notice;
    private string? _made;
    private string? _secret;

    [Inject]
    private CurrentViewer Who { get; init; } = default!;

    [Inject]
    private ProgramDesk Desk { get; init; } = default!;

    [Inject]
    private TimeProvider Time { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ProgramsText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ProfileText> Profile { get; init; } = default!;

    private protected override async Task<TokensModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var (viewer, user) = (await Who.GetAsync(), await Desk.UserAsync());
        var names = await Desk.ClustersAsync(cancellationToken);
        string[] reaches = viewer.ViewsAs is not null ? []
            : [.. new[] { Roles.Lead, Roles.Manager }.Where(viewer.Is), .. viewer.Is(Roles.Lead) || viewer.Tenants.Count > 0 ? [Roles.Tenant] : Array.Empty<string>()];
        return await Desk.ReadAsync<ApiTokens, TokensModel>(async tokens => new(
            [.. (await tokens.ListAsync(viewer.Subject, cancellationToken)).Select(token => ProgramDesk.Row(token, names))], reaches, viewer.Tenants,
            await tokens.FreshAsync(user, cancellationToken) is not null, Time.GetUtcNow()));
    }

    private async Task CreateAsync()
    {
        (var answer, _made) = await Desk.AskAsync<ApiTokens>(_input, (tokens, user, request) => tokens.CreateAsync(user, request, _input.Days, CancellationToken.None));
        _secret = answer?.Secret;
        if (_secret is not null)
            _input = new();
        await View.ReloadAsync();
    }

    private async Task RevokeAsync(Guid token)
    {
        (_, _notice) = await Desk.AskAsync<ApiTokens>((tokens, user) => tokens.RevokeAsync(user, token, CancellationToken.None));
        _secret = null;
        await View.ReloadAsync();
    }
}
