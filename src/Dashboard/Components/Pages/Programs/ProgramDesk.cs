using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;
using Posture.Dashboard.Tokens;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Programs;

/// <summary>Takes the changes that pages ask for to tokens and applications, each in a scope of its own: a circuit lives long, and what a store has read grows old in it.</summary>
internal sealed class ProgramDesk(
    IServiceScopeFactory scopes, AuthenticationStateProvider authentication, CurrentViewer who, ClusterQuery clusters, PageContext page, IStringLocalizer<ProgramsText> texts)
{
    public async Task<ClaimsPrincipal> UserAsync() => (await authentication.GetAuthenticationStateAsync()).User;

    /// <summary>Reads with a service that lives as long as the reading.</summary>
    public async Task<T> ReadAsync<TService, T>(Func<TService, Task<T>> read)
        where TService : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Names of the clusters that the viewer knows, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ClustersAsync(CancellationToken cancellationToken) =>
        (await clusters.ListAsync((await who.GetAsync()).Overview, cancellationToken)).ToDictionary(cluster => cluster.Id, cluster => cluster.Name);

    /// <summary>A row of a page.</summary>
    public static ProgramRow Row(ApiAccess access, IReadOnlyDictionary<Guid, string> names) => new(
        access.Id, access.Name, access is ApiToken token ? "…" + token.Hint : ((ApiClient)access).ClientId, access.Role, access.Tenants, access.Scopes,
        access.Clusters is { } limited ? [.. limited.Select(id => names.GetValueOrDefault(id) ?? id.ToString()).Order(StringComparer.Ordinal)] : null,
        access.UsedAt, (access as ApiToken)?.ExpiresAt, access is ApiClient { HasKey: true });

    /// <summary>Asks for a change.</summary>
    /// <returns>How it went, and in words; a change that could not be written is undone, and told so.</returns>
    public async Task<(ApiAnswer? Answer, string Notice)> AskAsync<TService>(Func<TService, ClaimsPrincipal, Task<ApiAnswer>> change)
        where TService : notnull
    {
        try
        {
            var user = await UserAsync();
            var answer = await ReadAsync<TService, ApiAnswer>(service => change(service, user));
            return (answer, texts["Answer" + answer.Outcome]);
        }
        catch (Exception failed) when (failed is NpgsqlException or DbUpdateException or InvalidOperationException)
        {
            return (null, texts[nameof(ProgramsText.NotSaved), page.Report(failed)]);
        }
    }

    /// <summary>Asks for what a form says; a cluster or tenant that is not there is told by its name.</summary>
    public async Task<(ApiAnswer? Answer, string Notice)> AskAsync<TService>(AccessInput input, Func<TService, ClaimsPrincipal, ApiRequest, Task<ApiAnswer>> change)
        where TService : notnull
    {
        try
        {
            var ids = (await ClustersAsync(CancellationToken.None)).ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
            if (!input.AllClusters && input.ClusterNames.FirstOrDefault(name => !ids.ContainsKey(name)) is { } unknown)
                return (null, texts[nameof(ProgramsText.ClusterUnknown), unknown.Length > 80 ? unknown[..80] + "…" : unknown]);
            var request = input.Request(ids);
            return await AskAsync<TService>((service, user) => change(service, user, request));
        }
        catch (NpgsqlException failed)
        {
            return (null, texts[nameof(ProgramsText.NotSaved), page.Report(failed)]);
        }
    }
}
