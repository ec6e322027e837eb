using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Conformance;

/// <summary>How our checks judge a case beside its author.</summary>
/// <param name="Case">The case.</param>
/// <param name="Controls">The controls that answer its rule.</param>
/// <param name="Difference">Null when both agree; else what differs, object by object.</param>
internal sealed record Comparison(Case Case, IReadOnlyList<string> Controls, string? Difference)
{
    public static Comparison Of(Case item, Question question)
    {
        var policy = PosturePolicy.Default with { AllowedRegistries = item.AllowedRegistries, PrivateRegistries = question.PrivateRegistries };
        return new(item, question.Controls, item.Independent ? Each(item, question, policy) : Together(item, question, policy));
    }

    /// <summary>Every object alone in a cluster: it fails when any of the controls fails, whatever object the finding names.</summary>
    private static string? Each(Case item, Question question, PosturePolicy policy)
    {
        var differences = new List<string>();
        foreach (var (index, source) in item.Objects().Index())
        {
            var cluster = new CaseCluster();
            cluster.Add(source, index);
            var findings = Judge(cluster, question, policy);
            var expected = item.Failing.Contains(index);
            if (expected != findings.Exists(finding => finding.Verdict == Verdict.Fail) || (!expected && IsUnknown(findings)))
                differences.Add($"[{index}] expected {(expected ? "fail" : "pass")}: {Shown(cluster, findings)}");
        }
        return differences.Count == 0 ? null : string.Join(" | ", differences);
    }

    /// <summary>
    /// All objects in one cluster. An object of the expectation that our controls judge too is compared by itself; where theirs name another object (the role and
    /// not its binding, the workload and not its namespace), the case is compared as a whole. What the cluster was furnished with is none of the case's objects.
    /// </summary>
    private static string? Together(Case item, Question question, PosturePolicy policy)
    {
        var cluster = new CaseCluster();
        var placed = item.Objects().Select(cluster.Add).ToList();
        var findings = Judge(cluster, question, policy);
        var failed = findings.Where(finding => finding.Verdict == Verdict.Fail).Select(finding => finding.Object).ToHashSet();
        if (item.ExpectsFailure != failed.Count > 0 || (!item.ExpectsFailure && IsUnknown(findings)))
            return $"expected {(item.ExpectsFailure ? "fail" : "pass")}: {Shown(cluster, findings)}";
        if (!item.ExpectsFailure || !item.IsExact)
            return null;
        var judged = findings.Select(finding => finding.Object).ToHashSet();
        var kinds = Named(item.Failing).Select(name => name.Kind).ToHashSet(StringComparer.Ordinal);
        failed.IntersectWith(placed.OfType<ObjectRef>());
        if (!failed.Any(name => kinds.Contains(name.Kind)))
            return null;
        var missed = Named(item.Failing).Where(name => judged.Contains(name) && !failed.Contains(name));
        var named = Named(item.Failing).ToHashSet();
        var extra = failed.Where(name => kinds.Contains(name.Kind) && !named.Contains(name));
        var differences = missed.Select(name => $"{name} expected fail").Concat(extra.Select(name => $"{name} expected pass")).ToList();
        return differences.Count == 0 ? null : $"{string.Join(", ", differences)}: {Shown(cluster, findings)}";

        IEnumerable<ObjectRef> Named(IEnumerable<int> indexes) => indexes.Select(index => placed[index]).OfType<ObjectRef>();
    }

    private static List<Finding> Judge(CaseCluster cluster, Question question, PosturePolicy policy)
    {
        cluster.Furnish(question.Enforce);
        foreach (var component in question.Beside)
            if (component == "inhabitants")
                cluster.Inhabit();
            else
                cluster.FurnishComponent(component);
        if (question.IsAboutRights)
            cluster.BindRoles();
        return [.. cluster.Evaluate(policy).Where(finding => question.Controls.Contains(finding.Control)).Select(question.Narrow)];
    }

    /// <summary>Nothing was judged because something is not known: no agreement with a pass.</summary>
    private static bool IsUnknown(List<Finding> findings) =>
        findings.Exists(finding => finding.Verdict is Verdict.NotAssessed or Verdict.Manual) && !findings.Exists(finding => finding.Verdict == Verdict.Pass);

    private static string Shown(CaseCluster cluster, IEnumerable<Finding> findings) => string.Join("; ", cluster.Unread.Concat(findings.Select(finding =>
        $"{finding.Control} {finding.Verdict} {finding.Object} {string.Join(',', finding.Evidence.Select(place => place.Path).DefaultIfEmpty(finding.Message))}")).DefaultIfEmpty("no finding"));
}
