using System.Collections.Frozen;
using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-KARMADA-PROPAGATION: policies of Karmada select rights, webhooks, CRDs and Secrets by name or label, overwrite none of them in the members, and do not
/// rewrite what guards a pod. On the cluster: only the platform makes policies for the whole cluster.
/// </summary>
internal sealed class KarmadaPropagation : FederationCheck<GenericObject>
{
    private static readonly FrozenSet<string> Guarded = new[]
    {
        "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
        "CustomResourceDefinition", "Secret",
    }.ToFrozenSet(StringComparer.Ordinal);

    public override string Id => "L10-KARMADA-PROPAGATION";

    public override IReadOnlyList<KindRef> Reads { get; } = [FleetHubs.KarmadaCluster, .. Kinds<ClusterRole>(), .. Kinds<ClusterRoleBinding>()];

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
    [
        new(FleetHubs.KarmadaPolicies, "ClusterPropagationPolicy"), new(FleetHubs.KarmadaPolicies, "PropagationPolicy"),
        new(FleetHubs.KarmadaPolicies, "OverridePolicy"), new(FleetHubs.KarmadaPolicies, "ClusterOverridePolicy"),
    ];

    protected override string Absent => "This is no control plane of Karmada.";

    protected override bool ConcernsCluster(ClusterView view) => true;

    protected override void EvaluateCluster(ClusterView view, Judgement judgement)
    {
        if (view.Inventory.CountOf(FleetHubs.KarmadaCluster) == 0 && !Subjects(view).Any())
            base.EvaluateCluster(view, judgement);
        else if (FleetHubs.OutsiderWith(view, null, rule => FleetHubs.Writes(rule, FleetHubs.KarmadaPolicies, "clusterpropagationpolicies")
            || FleetHubs.Writes(rule, FleetHubs.KarmadaPolicies, "clusteroverridepolicies")) is { } writer)
            judgement.Fail($"ClusterRoleBinding/{writer.Binding.Object.Name}",
                $"{SubjectClass.NameOf(writer.Holder, "")} writes policies for the whole cluster", "the platform team only",
                "A policy without namespace carries any object of the control plane to every member.");
    }

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        foreach (var (index, selector) in item.Spec.Field("resourceSelectors").Items().Index())
            Selector(item, selector, $"spec.resourceSelectors[{index}]", judgement);
        foreach (var (index, rule) in item.Spec.Field("overrideRules").Items().Index())
            Overriders(rule.Field("overriders"), $"spec.overrideRules[{index}].overriders", judgement);
        Overriders(item.Spec.Field("overriders"), "spec.overriders", judgement);
    }

    private static void Selector(GenericObject item, JsonElement? selector, string path, Judgement judgement)
    {
        if (!item.Kind.EndsWith("PropagationPolicy", StringComparison.Ordinal) || selector.Text("kind") is not { } kind || !Guarded.Contains(kind))
            return;
        if (item.Namespace.Length == 0 && selector.Text("name") is null or "" && selector.Field("labelSelector").Selector() is null or { IsEmpty: true })
            judgement.Fail(path, $"every {kind}", "a name or a labelSelector",
                $"Each {kind} of the control plane reaches the members, those made tomorrow included.");
        if (item.Spec.Text("conflictResolution") == "Overwrite")
            judgement.Fail("spec.conflictResolution", $"Overwrite, for {kind}", "Abort or absent", $"A member's own {kind} is replaced.");
    }

    private static void Overriders(JsonElement? overriders, string at, Judgement judgement)
    {
        foreach (var (index, image) in overriders.Field("imageOverrider").Items().Index())
            if (image.Text("component") == "Registry")
                judgement.Fail($"{at}.imageOverrider[{index}]", image.Text("value") ?? "registry removed", "images as approved",
                    "Members pull from another registry than the one reviewed.");
        foreach (var (index, edit) in overriders.Field("plaintext").Items().Index())
            if (edit.Text("path") is { } target && PodOverride.Rewrites(target, edit.Field("value")))
                judgement.Fail($"{at}.plaintext[{index}].path", target, "no override of securityContext, image or serviceAccountName",
                    "Members run something else than what was reviewed.");
    }
}
