using Posture.Analysis.Access;
using Posture.Analysis.Identities;
using Posture.Dashboard.Live;
using Posture.Model.Tenancy;
using Posture.Model.Verdicts;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Identities;

/// <summary>Asks about one subject; null when cluster or subject is none or not visible: the same.</summary>
internal sealed class SubjectReader(ClusterQuery clusters, FindingsQuery findings, ILiveQuestions live, TimeProvider time)
{
    public const int MaxFindings = 20;

    /// <summary>Findings on bindings of the cluster that are looked through.</summary>
    private const int Looked = 200;

    private const string NodePrefix = "system:node:";

    private static readonly string[] BindingKinds = ["RoleBinding", "ClusterRoleBinding"];

    private static readonly Verdict[] Open = [Verdict.Fail];

    public async Task<SubjectModel?> ReadAsync(ViewScope scope, SubjectState state, CancellationToken cancellationToken)
    {
        if (await clusters.FindAsync(scope, state.Cluster, cancellationToken) is not { } cluster)
            return null;
        var question = new SubjectQuestion
        {
            Kind = state.Kind,
            Namespace = state.Namespace,
            Name = state.Name,
            Within = IdentitiesReader.Within(scope, state.Cluster),
            Can = state.Asked,
        };
        var answer = await live.AskAsync(state.Cluster, IdentityQuestions.Subject, question, cancellationToken);
        if (answer is null)
            return new(state, cluster, null, null, [], time.GetUtcNow(), scope.IsAll);
        if (answer.Row is not { } row)
            return null;
        var asked = new AccessPathsQuestion { From = EndOf(row), Within = question.Within, MaxPaths = 1 };
        var paths = await live.AskAsync(state.Cluster, AccessQuestions.Paths, asked, cancellationToken);
        var open = await FindingsAsync(scope, state.Cluster, answer, cancellationToken);
        return new(state, cluster, answer, paths, open, time.GetUtcNow(), scope.IsAll);
    }

    private static AccessEnd EndOf(SubjectRow row) => row.Subject switch
    {
        { Kind: "ServiceAccount" } => new(AccessEndKind.ServiceAccount, row.Subject.Namespace, row.Subject.Name),
        { Kind: "Group" } => new(AccessEndKind.Group, null, row.Subject.Name),
        { Name: var name } when name.StartsWith(NodePrefix, StringComparison.Ordinal) => new(AccessEndKind.Node, null, name[NodePrefix.Length..]),
        _ => new(AccessEndKind.User, null, row.Subject.Name),
    };

    private async Task<IReadOnlyList<FindingRow>> FindingsAsync(ViewScope scope, string cluster, SubjectAnswer answer, CancellationToken cancellationToken)
    {
        var bindings = answer.Rules.SelectMany(rule => rule.Sources).Where(source => source.Group is null).Select(source => source.Grant.Binding)
            .ToHashSet(StringComparer.Ordinal);
        if (bindings.Count == 0)
            return [];
        var filter = new FindingFilter { Clusters = [cluster], Kinds = BindingKinds, Verdicts = Open };
        var page = await findings.PageAsync(scope, filter, [], 1, Looked, null, cancellationToken);
        return [.. page.Rows.Where(row => bindings.Contains(NameOf(row.Finding))).Take(MaxFindings)];
    }

    private static string NameOf(Finding finding) => GrantAnswer.NameOf(finding.Object.Kind, finding.Object.Namespace, finding.Object.Name);
}
