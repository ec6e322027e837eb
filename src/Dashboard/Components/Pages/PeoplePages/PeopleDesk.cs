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
        if (scope.ServiceProvider.GetService<Administration>() is not { } administration)
            return new(false, false, null);
        var own = user.FindFirst("sub")?.Value;
        return new(Viewer.From(user).Is(Roles.Admin), await administration.IsFreshAsync(user, cancellationToken), Guid.TryParse(own, out var id) ? id : null);
    }

    /// <summary>Asks for a change.</summary>
    /// <returns>How it went, and in words; a change that could not be written is undone, and told so.</returns>
    public async Task<(PeopleAnswer? Answer, string Notice)> AskAsync(Func<People, ClaimsPrincipal, Task<PeopleAnswer>> change)
    {
        try
        {
            var user = await UserAsync();
            await using var scope = scopes.CreateAsyncScope();
            var answer = await change(scope.ServiceProvider.GetRequiredService<People>(), user);
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
