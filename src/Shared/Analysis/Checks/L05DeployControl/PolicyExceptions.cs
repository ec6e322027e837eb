using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-POLICY-EXCEPTIONS: an exception of Kyverno names objects, is at most 90 days old, and lies where only the platform writes exceptions. One that has run out
/// excepts nothing. Webhooks that a label skips are judged by L9-WEBHOOK-SCOPE.
/// </summary>
internal sealed class PolicyExceptions : ObjectCheck<GenericObject>
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(90);
    private static readonly string[] Verbs = ["create", "update", "patch"];

    public override string Id => "L5-POLICY-EXCEPTIONS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [new("kyverno.io", "PolicyException"), new("policies.kyverno.io", "PolicyException")];

    protected override bool ConcernsCluster(ClusterView view) => !Subjects(view).Any();

    protected override void EvaluateCluster(ClusterView view, Judgement judgement) => judgement.NotApplicable("There are no policy exceptions.");

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        if (item.Status.Field("expired").Flag() == true || item.Spec.Field("expiresAt").Time() <= view.Now)
        {
            judgement.NotApplicable("The exception has run out: Kyverno heeds it no more.");
            return;
        }
        var conditions = item.Spec.Field("matchConditions");
        if (item.Group == "kyverno.io")
            Match(item.Spec.Field("match"), judgement);
        else if (conditions.Items().All(condition => condition.Text("expression")?.Trim() == "true"))
            judgement.Fail("spec.matchConditions", conditions.HasContent() ? "true" : "absent", "conditions that pick one object",
                "The exception holds for every object.");
        if (item.Metadata.CreationTimestamp is { } made && view.Now - made > MaxAge)
            judgement.Fail("metadata.creationTimestamp", $"{(int)(view.Now - made).TotalDays} days old", $"at most {MaxAge.TotalDays} days", "The exception outlived its reason.");
        if (FleetHubs.OutsiderWith(view, item.Namespace, rule => Writes(rule, item)) is { } writer)
            judgement.Fail("metadata.namespace", item.Namespace, "a namespace where only the platform writes exceptions",
                $"{SubjectClass.NameOf(writer.Holder, item.Namespace)} may except itself ({writer.Binding.Object.Kind} {writer.Binding.Object.Name}).");
    }

    private static bool Writes(PolicyRule rule, GenericObject item) =>
        Array.Exists(Verbs, verb => RuleMatch.Allows(rule, item.Group, "policyexceptions", verb, verb == "create" ? "" : item.Name));

    /// <summary>Each of <c>any</c> is enough, so each must be narrow; of <c>all</c> one is.</summary>
    private static void Match(JsonElement? match, Judgement judgement)
    {
        var (any, all) = (match.Field("any").Items().ToList(), match.Field("all").Items().ToList());
        foreach (var (index, entry) in any.Index())
            if (!IsNarrow(entry.Field("resources")))
                Fail($"any[{index}].resources", entry.Field("resources"), judgement);
        if (all.Count > 0 && !all.Exists(entry => IsNarrow(entry.Field("resources"))))
            Fail("all[0].resources", all[0].Field("resources"), judgement);
        if (any.Count + all.Count == 0)
            judgement.Fail("spec.match", "absent", "named objects", "The exception holds for every object.");
    }

    private static void Fail(string path, JsonElement? resources, Judgement judgement) => judgement.Fail($"spec.match.{path}",
        resources.Field("namespaces").HasContent() ? "whole namespaces" : "every object", "named objects", "The exception holds for objects made tomorrow too.");

    /// <summary>One name of wildcards alone makes all others pointless.</summary>
    private static bool IsNarrow(JsonElement? resources) => resources.Field("selector").Selector() is { IsEmpty: false }
        || (resources.Field("names").HasContent() && resources.Field("names").Texts().All(name => name.Trim('*', '?').Length > 0));
}
