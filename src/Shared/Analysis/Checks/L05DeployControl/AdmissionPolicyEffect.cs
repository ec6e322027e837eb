using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L05DeployControl;

/// <summary>
/// L5-VAP-EFFECTIVE: a built-in admission policy is bound, some binding denies, errors fail closed and its expressions type-check; a binding names a policy
/// that exists. Bindings of mutating policies have no actions, and whether a mutation must fail closed is not ours to say.
/// </summary>
internal sealed class AdmissionPolicyEffect : ObjectCheck<KubeObject>
{
    private static readonly KindRef[] All = [.. Kinds<ValidatingAdmissionPolicy>(), .. Kinds<ValidatingAdmissionPolicyBinding>()];

    public override string Id => "L5-VAP-EFFECTIVE";

    public override IReadOnlyList<KindRef> Reads => All;

    protected internal override IReadOnlyList<KindRef> SubjectKinds => All;

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is ValidatingAdmissionPolicyBinding binding)
            Binding(binding, view, judgement);
        else
            Policy((ValidatingAdmissionPolicy)item, view, judgement);
    }

    private static void Binding(ValidatingAdmissionPolicyBinding binding, ClusterView view, Judgement judgement)
    {
        var policy = new KindRef(binding.Group, binding.Kind[..^"Binding".Length]);
        if (view.Inventory.Find(policy, "", binding.Spec.PolicyName) is null)
            judgement.Fail("spec.policyName", binding.Spec.PolicyName, "a policy that exists",
                $"The binding names {policy.Kind} {binding.Spec.PolicyName}, which does not exist.");
    }

    private static void Policy(ValidatingAdmissionPolicy policy, ClusterView view, Judgement judgement)
    {
        var validating = policy.Kind == "ValidatingAdmissionPolicy";
        var actions = new SortedSet<string>(StringComparer.Ordinal);
        var bound = false;
        foreach (var item in view.Inventory.All(new(policy.Group, $"{policy.Kind}Binding")))
            if (item is ValidatingAdmissionPolicyBinding binding && binding.Spec.PolicyName == policy.Name)
            {
                bound = true;
                actions.UnionWith(binding.Spec.ValidationActions);
            }
        if (!bound)
            judgement.Fail($"{policy.Kind}Binding", "no binding", "a binding with Deny", "No binding names the policy: it is never asked.");
        else if (validating && !actions.Contains("Deny"))
            judgement.Fail("spec.validationActions of its bindings", actions.Count == 0 ? "absent" : string.Join(',', actions), "Deny",
                "The policy warns or records but refuses nothing.");
        if (validating && policy.Spec.FailurePolicy == "Ignore")
            judgement.Fail("spec.failurePolicy", "Ignore", "Fail", "An error in an expression lets the request through.");
        var warnings = policy.Status?.TypeChecking?.ExpressionWarnings ?? [];
        for (var i = 0; i < warnings.Count; i++)
            judgement.Fail($"status.typeChecking.expressionWarnings[{i}]", $"{warnings[i].FieldRef}: {warnings[i].Warning}", "no warnings",
                "An expression names fields or types that do not exist and may never match.");
    }
}
