using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Options;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Security;
using Posture.Dashboard.Tokens;

namespace Posture.Dashboard.Components.Pages.Programs;

/// <summary>Which machines have access of their own?</summary>
public sealed partial class ApplicationsPage
{
    private static readonly string[] Reaches = [Roles.Tenant, Roles.Manager, Roles.Lead];

    private AccessInput _input = new();
    private IReadOnlyList<(string Name, string Value)> _shown = [];
    private string? _notice;
    private string? _made;

    [Inject]
    private ProgramDesk Desk { get; init; } = default!;

    [Inject]
    private DashboardSettings Settings { get; init; } = default!;

    [Inject]
    private PublicAddress Public { get; init; } = default!;

    [Inject]
    private IStringLocalizer<ProgramsText> Loc { get; init; } = default!;

    [Inject]
    private IStringLocalizer<FrameText> Frame { get; init; } = default!;

    private string Address => Public.Canonical + "/connect/token";

    private protected override async Task<ApplicationsModel?> ReadAsync(PageQuery query, CancellationToken cancellationToken)
    {
        if (!Settings.Posture.EmbeddedIdentity)
            return new(null, false);
        var user = await Desk.UserAsync();
        var names = await Desk.ClustersAsync(cancellationToken);
        var applications = await Desk.ReadAsync<ApiClients, IReadOnlyList<ApiClient>>(clients => clients.ListAsync(cancellationToken));
        var fresh = await Desk.ReadAsync<Administration, bool>(administration => administration.IsFreshAsync(user, cancellationToken));
        return new([.. applications.Select(client => ProgramDesk.Row(client, names))], fresh);
    }

    private async Task CreateAsync()
    {
        (var answer, _made) = await Desk.AskAsync<ApiClients>(_input, (clients, user, request) => clients.CreateAsync(user, request, _input.Key.Trim(), CancellationToken.None));
        _shown = [];
        if (answer?.Id is { } id)
        {
            _shown = answer.Secret is { } secret ? [("client", id), ("secret", secret)] : [("client", id)];
            _input = new();
        }
        await View.ReloadAsync();
    }

    private async Task RemoveAsync(Guid client)
    {
        (_, _notice) = await Desk.AskAsync<ApiClients>((clients, user) => clients.RemoveAsync(user, client, CancellationToken.None));
        _shown = [];
        await View.ReloadAsync();
    }
}
