using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-KYVERNO-EFFECTIVE: a Kyverno policy for security refuses violations, is ready and fails closed. For security are policies whose category or severity
/// annotation says so, and those that verify images or apply a Pod Security level. Absent actions mean Audit in kyverno.io, Deny in policies.kyverno.io.
/// </summary>
internal sealed class KyvernoEffect : ObjectCheck<GenericObject>
{
    public override string Id => "L5-KYVERNO-EFFECTIVE";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } =
    [
        new("kyverno.io", "ClusterPolicy"), new("kyverno.io", "Policy"), new(KyvernoPolicies.Cel, "ValidatingPolicy"),
        new(KyvernoPolicies.Cel, "ImageValidatingPolicy"), new(KyvernoPolicies.Cel, "NamespacedValidatingPolicy"),
        new(KyvernoPolicies.Cel, "NamespacedImageValidatingPolicy"),
    ];

    protected override void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        var decides = item.Group == KyvernoPolicies.Cel
            ? KyvernoPolicies.IsForKubernetes(item)
            : item.Spec.Field("rules").Items().Any(rule => rule.Field("validate") is not null || rule.Field("verifyImages").HasContent());
        if (!decides || !KyvernoPolicies.IsForSecurity(item))
        {
            judgement.NotApplicable(decides ? "No annotation marks the policy as one for security."
                : "The policy refuses no objects: it changes or makes them, or judges other data.");
            return;
        }
        if (item.Group == KyvernoPolicies.Cel)
            CelActions(item, judgement);
        else
            RuleActions(item, judgement);
        if ((item.Spec.Field("webhookConfiguration").Text("failurePolicy") ?? item.Spec.Text("failurePolicy")) == "Ignore")
            judgement.Fail("spec.failurePolicy", "Ignore", "Fail", "While Kyverno does not answer, everything is admitted.");
        var ready = KyvernoPolicies.Ready(item.Status);
        if (ready == false)
            judgement.Fail("status.conditions[Ready]", "false", "true", "Kyverno has not taken the policy into force.");
        else if (ready is null)
            judgement.NotAssessed("The policy has no status, so whether Kyverno has taken it into force is unknown.");
    }

    private static void CelActions(GenericObject item, Judgement judgement)
    {
        if (!KyvernoPolicies.IsAskedAtAdmission(item))
            judgement.Fail("spec.evaluation.admission.enabled", "false", "true", "The policy is not asked at admission.");
        var actions = item.Spec.Field("validationActions").Texts().ToList();
        if (actions.Count > 0 && !actions.Contains("Deny"))
            judgement.Fail("spec.validationActions", string.Join(',', actions), "Deny", "The policy warns or records but refuses nothing.");
    }

    private static void RuleActions(GenericObject item, Judgement judgement)
    {
        if (item.Spec.Field("admission").Flag() == false)
            judgement.Fail("spec.admission", "false", "true", "The policy is not asked at admission.");
        var index = 0;
        foreach (var rule in item.Spec.Field("rules").Items())
        {
            var path = $"spec.rules[{index++}]";
            var holders = rule.Field("verifyImages").Items().Select((entry, i) => (Path: $"{path}.verifyImages[{i}]", Entry: entry));
            foreach (var (place, holder) in rule.Field("validate") is { } validate ? holders.Prepend(($"{path}.validate", validate)) : holders)
            {
                var action = KyvernoPolicies.ActionOf(item, holder);
                if (!KyvernoPolicies.IsEnforce(action))
                    judgement.Fail($"{place}.failureAction", action ?? "absent (Audit)", "Enforce", "The rule records violations but refuses none.");
                foreach (var change in holder.Field("failureActionOverrides").Items().Concat(item.Spec.Field("validationFailureActionOverrides").Items()))
                    if (!KyvernoPolicies.IsEnforce(change.Text("action")))
                        judgement.Fail($"{place}.failureActionOverrides", string.Join(',', change.Field("namespaces").Texts()), "Enforce",
                            "The rule only records in these namespaces.");
            }
        }
    }
}
