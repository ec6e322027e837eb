using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-POLICY-EXCEPTIONS: an exception of Kyverno names objects, is at most 90 days old, and lies where only the platform writes exceptions. Webhooks that a label
/// skips are judged by L9-WEBHOOK-SCOPE.
/// </summary>
internal sealed class PolicyExceptions : ObjectCheck<GenericObject>
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(90);

    public override string Id => "L5-POLICY-EXCEPTIONS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [new("kyverno.io", "PolicyException"), new("policies.kyverno.io", "PolicyException")];

    protected override bool ConcernsCluster(ClusterView view) => !Subjects(view).Any();

    protected override void EvaluateCluster(ClusterView view, Judgement judgement) => judgement.NotApplicable("There are no policy exceptions.");

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        if (item.Group == "kyverno.io")
            Match(item.Spec.Field("match"), judgement);
        else if (!item.Spec.Field("matchConditions").HasContent())
            judgement.Fail("spec.matchConditions", "absent", "conditions that pick one object", "The exception holds for every object.");
        if (item.Metadata.CreationTimestamp is { } made && view.Now - made > MaxAge)
            judgement.Fail("metadata.creationTimestamp", $"{(int)(view.Now - made).TotalDays} days old", $"at most {MaxAge.TotalDays} days", "The exception outlived its reason.");
        if (FleetHubs.OutsiderWith(view, item.Namespace, rule => RuleMatch.Allows(rule, item.Group, "policyexceptions", "create")) is { } writer)
            judgement.Fail("metadata.namespace", item.Namespace, "a namespace where only the platform writes exceptions",
                $"{SubjectClass.NameOf(writer.Holder, item.Namespace)} may except itself ({writer.Binding.Object.Kind} {writer.Binding.Object.Name}).");
    }

    private static void Match(JsonElement? match, Judgement judgement)
    {
        var any = false;
        foreach (var list in (ReadOnlySpan<string>)["any", "all"])
            foreach (var (index, entry) in match.Field(list).Items().Index())
            {
                any = true;
                var resources = entry.Field("resources");
                if (!resources.Field("names").Texts().Any(name => name.Trim('*').Length > 0) && !resources.Field("selector").HasContent())
                    judgement.Fail($"spec.match.{list}[{index}].resources", resources.Field("namespaces").HasContent() ? "whole namespaces" : "every object",
                        "named objects", "The exception holds for objects made tomorrow too.");
            }
        if (!any)
            judgement.Fail("spec.match", "absent", "named objects", "The exception holds for every object.");
    }
}
