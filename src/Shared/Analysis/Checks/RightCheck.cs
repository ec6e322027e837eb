using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks;

/// <summary>
/// A check that nobody but components of Kubernetes and trusted subjects holds a right (rule R15). A binding fails for each rule that grants it; the evidence
/// names the rule inside the role.
/// </summary>
public abstract class RightCheck : BindingCheck
{
    /// <summary>What would pass, for the evidence.</summary>
    protected abstract string Expected { get; }

    /// <summary>The right a rule grants through this binding, for example <c>get secrets</c>; null when it grants none that matters.</summary>
    protected abstract string? RightOf(PolicyRule rule, AccessBinding binding);

    /// <summary>Severity of a right where the catalogue weighs it apart from the control; null for the control's own.</summary>
    protected virtual Severity? SeverityOf(string right, AccessBinding binding) => null;

    /// <summary>Whether a right means anything in this cluster.</summary>
    protected virtual bool Counts(string right, ClusterView view) => true;

    /// <summary>Called for a binding that grants the right to somebody: false when something else makes it harmless.</summary>
    protected virtual bool Matters(AccessBinding binding, ClusterView view, Judgement judgement) => true;

    protected sealed override void Evaluate(AccessBinding binding, ClusterView view, Judgement judgement)
    {
        if (!binding.IsKnown && binding.Holders.Count > 0)
            judgement.NotAssessed($"{binding.RoleRef.Kind} {binding.RoleRef.Name} is not among the objects read, so the rights it grants are unknown.");
        var matters = false;
        for (var i = 0; i < binding.Rules.Count; i++)
        {
            if (RightOf(binding.Rules[i], binding) is not { } right || !Counts(right, view))
                continue;
            if (binding.Holders.Count == 0)
            {
                Excuse(binding, right, judgement);
                return;
            }
            if (!matters && !Matters(binding, view, judgement))
                return;
            matters = true;
            judgement.Fail(binding.RuleAt(i), right, Expected,
                $"{SubjectClass.Describe(binding.Holders, binding.Object.Namespace)} may {right} {binding.Place} by {binding.RoleRef.Kind} {binding.RoleRef.Name}.",
                SeverityOf(right, binding));
        }
    }

    private static void Excuse(AccessBinding binding, string right, Judgement judgement)
    {
        foreach (var subject in binding.Subjects)
            if (SubjectClass.IsSystem(subject))
            {
                judgement.Exempt($"{SubjectClass.NameOf(subject, binding.Object.Namespace)} is a component of Kubernetes (R15); it may {right}.");
                return;
            }
        judgement.Note("subjects", SubjectClass.Describe(binding.Subjects, binding.Object.Namespace), "Trusted by the policy.");
    }
}
