using Posture.Analysis.Access;
using Posture.Analysis.Identities;
using Posture.Dashboard.Live;
using Posture.Model.Tenancy;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>
/// Asks the owner of a cluster about its subjects; null when the cluster is none or not visible. The viewer's namespaces go into every question.
/// </summary>
internal sealed class IdentitiesReader(ClusterQuery clusters, ILiveQuestions live, TimeProvider time)
{
    public async Task<IdentitiesModel?> ReadAsync(ViewScope scope, IdentitiesState state, CancellationToken cancellationToken)
    {
        var all = await clusters.ListAsync(scope, cancellationToken);
        if (state.Cluster is not { } name)
            return new(state, all, null, null, time.GetUtcNow(), scope.IsAll);
        if (all.All(cluster => cluster.Name != name))
            return null;
        var within = Within(scope, name);
        var roster = await live.AskAsync(name, IdentityQuestions.Roster, QuestionOf(state, within), cancellationToken);
        var holders = roster is not null && state.Asked is { } asked
            ? await live.AskAsync(name, AccessQuestions.WhoCan, QuestionOf(asked, state, within), cancellationToken)
            : null;
        return new(state, all, roster, holders, time.GetUtcNow(), scope.IsAll);
    }

    /// <summary>Namespaces of the cluster that the viewer may know of; null for all.</summary>
    internal static IReadOnlyList<string>? Within(ViewScope scope, string cluster) =>
        scope.IsAll ? null : [.. scope.Namespaces.Where(pair => pair.Cluster == cluster).Select(pair => pair.Namespace)];

    private static RosterQuestion QuestionOf(IdentitiesState state, IReadOnlyList<string>? within) => new()
    {
        Within = within,
        Namespace = state.Namespace,
        Text = state.Text,
        Kind = state.Kind,
        Risky = state.Risky,
        Platform = state.Platform,
        Skip = (state.Page - 1) * IdentitiesState.Size,
        Take = IdentitiesState.Size,
    };

    private static WhoCanQuestion QuestionOf(AccessQuestion asked, IdentitiesState state, IReadOnlyList<string>? within) => new()
    {
        Verb = asked.Verb,
        ApiGroup = asked.ApiGroup,
        Resource = asked.Resource,
        Namespace = state.Namespace,
        Name = asked.Name,
        Path = asked.Path,
        Within = within,
    };
}
