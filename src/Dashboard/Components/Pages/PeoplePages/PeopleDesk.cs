using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>Takes the changes that pages ask for to <see cref="People"/>, each in a scope of its own: a circuit lives long, and what a store has read grows old in it.</summary>
internal sealed class PeopleDesk(IServiceScopeFactory scopes, AuthenticationStateProvider authentication, TenantQuery tenants, PageContext page, IStringLocalizer<PeopleText> texts)
{
    /// <summary>What the viewer may do now.</summary>
    public async Task<Hand> HandAsync(CancellationToken cancellationToken)
    {
        var user = await UserAsync();
        await using var scope = scopes.CreateAsyncScope();
        var viewer = Viewer.From(user);
        var isFresh = scope.ServiceProvider.GetService<Administration>() is { } administration
            ? await administration.IsFreshAsync(user, cancellationToken)
            : await scope.ServiceProvider.GetRequiredService<Visitors>().IsFreshAsync(user, cancellationToken);
        return new(viewer.Is(Roles.Admin), isFresh, Guid.TryParse(user.FindFirst("sub")?.Value, out var id) ? id : null, viewer.Subject);
    }

    /// <summary>Asks for a change.</summary>
    /// <returns>How it went, and in words; a change that could not be written is undone, and told so.</returns>
    public Task<(PeopleAnswer? Answer, string Notice)> AskAsync(Func<People, ClaimsPrincipal, Task<PeopleAnswer>> change) => AskAsync<People>(change);

    /// <summary>Ends sessions and API tokens of another provider's person.</summary>
    public async Task<string> SignOutAsync(string owner) =>
        (await AskAsync<Visitors>((visitors, user) => visitors.SignOutAsync(user, owner, CancellationToken.None))).Notice;

    private async Task<(PeopleAnswer? Answer, string Notice)> AskAsync<T>(Func<T, ClaimsPrincipal, Task<PeopleAnswer>> change)
        where T : notnull
    {
        try
        {
            var user = await UserAsync();
            await using var scope = scopes.CreateAsyncScope();
            var answer = await change(scope.ServiceProvider.GetRequiredService<T>(), user);
            return (answer, texts["Answer" + answer.Outcome]);
        }
        catch (Exception failed) when (failed is NpgsqlException or DbUpdateException or InvalidOperationException)
        {
            return (null, texts[nameof(PeopleText.NotSaved), page.Report(failed)]);
        }
    }

    /// <summary>Asks for a change that gives what a form says; a tenant that is not there is told by its name.</summary>
    public async Task<(PeopleAnswer? Answer, string Notice)> AskAsync(RightsInput input, Func<People, ClaimsPrincipal, Task<PeopleAnswer>> change)
    {
        if (input.TenantNames.Count > Viewer.MaximumTenants)
            return (null, texts[nameof(PeopleText.TooManyTenants), Viewer.MaximumTenants]);
        try
        {
            if (input.TenantNames.Count > 0)
            {
                var known = (await tenants.ListAsync(CancellationToken.None)).Select(tenant => tenant.Name).ToHashSet(StringComparer.Ordinal);
                if (input.TenantNames.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
                    return (null, texts[nameof(PeopleText.TenantUnknown), unknown.Length > 80 ? unknown[..80] + "…" : unknown]);
            }
        }
        catch (NpgsqlException failed)
        {
            return (null, texts[nameof(PeopleText.NotSaved), page.Report(failed)]);
        }
        return await AskAsync(change);
    }

    /// <summary>Address of a one-time link, as it is handed over.</summary>
    public string LinkOf(string code) => page.Navigation.ToAbsoluteUri("/account/invitation?code=" + code).ToString();

    private async Task<ClaimsPrincipal> UserAsync() => (await authentication.GetAuthenticationStateAsync()).User;
}
