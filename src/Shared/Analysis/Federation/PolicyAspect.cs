using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Federation;
using Posture.Model.Inventory;
using Posture.Model.Json;

namespace Posture.Analysis.Federation;

/// <summary>The part of a digest about admission: every policy of the engines that are known, bindings of built-in policies, and webhook configurations.</summary>
internal static class PolicyAspect
{
    private const string Constraints = "constraints.gatekeeper.sh";
    private const string Admission = "admissionregistration.k8s.io";

    public static readonly IReadOnlyList<KindRef> Kinds =
    [
        new("kyverno.io", "ClusterPolicy"), new(KyvernoPolicies.Cel, "ValidatingPolicy"), new(KyvernoPolicies.Cel, "ImageValidatingPolicy"),
        new("templates.gatekeeper.sh", "ConstraintTemplate"), new(Constraints, "K8sAllowedRepos"), new(Constraints, "K8sAllowedReposv2"),
        new("policies.kubewarden.io", "ClusterAdmissionPolicy"), new("policies.kubewarden.io", "ClusterAdmissionPolicyGroup"),
        new("policy.sigstore.dev", "ClusterImagePolicy"), new(Admission, "ValidatingAdmissionPolicy"), new(Admission, "ValidatingAdmissionPolicyBinding"),
        new(Admission, "ValidatingWebhookConfiguration"), new(Admission, "MutatingWebhookConfiguration"),
    ];

    /// <summary>Whether objects of a kind are part of this aspect. Constraints of Gatekeeper each have a kind of their own.</summary>
    public static bool Holds(KindRef kind) => kind.Group == Constraints || Kinds.Contains(kind);

    public static PolicySetDigest? Of(ClusterView view)
    {
        var inventory = view.Inventory;
        var policies = new SortedDictionary<string, PolicyDigest>(StringComparer.Ordinal);
        var believed = new List<string>();
        // Where the cluster was read whole, an absent policy is absent; in a folder that holds a part of it, only beside others of its kind.
        var whole = inventory.Find<ClusterRole>("", ShippedAccess.ClusterAdmin) is not null;
        foreach (var kind in Kinds.Where(inventory.Covers))
        {
            if (whole || inventory.CountOf(kind) > 0)
                believed.Add(kind.Kind);
            if (kind.Group != Constraints)
                foreach (var item in inventory.All(kind))
                    policies[$"{item.Kind}/{item.Name}"] = Of(item);
        }
        foreach (var constraint in inventory.Generic(Constraints))
            policies[$"{constraint.Kind}/{constraint.Name}"] = Of(constraint);
        return Kinds.Any(inventory.Covers) ? new(believed, policies) : null;
    }

    private static PolicyDigest Of(KubeObject item) => item switch
    {
        WebhookConfiguration webhooks => new(AspectHash.Of(JsonSerializer.SerializeToElement(webhooks, ModelJson.Default.WebhookConfiguration).GetProperty("webhooks")),
            webhooks.Webhooks.All(webhook => webhook.FailurePolicy != "Ignore") ? PolicyForce.Denies : PolicyForce.Reports, true),
        ValidatingAdmissionPolicy policy => new(AspectHash.Of(JsonSerializer.SerializeToElement(policy, ModelJson.Default.ValidatingAdmissionPolicy).GetProperty("spec")),
            policy.Spec.FailurePolicy == "Ignore" ? PolicyForce.Reports : PolicyForce.Denies, true),
        ValidatingAdmissionPolicyBinding binding => new(
            AspectHash.Of(JsonSerializer.SerializeToElement(binding, ModelJson.Default.ValidatingAdmissionPolicyBinding).GetProperty("spec")),
            binding.Spec.ValidationActions.Contains("Deny") ? PolicyForce.Denies : PolicyForce.Reports, true),
        GenericObject policy => new(AspectHash.Of(policy.Spec), Denies(policy) ? PolicyForce.Denies : PolicyForce.Reports, KyvernoPolicies.Ready(policy.Status) != false),
        _ => throw new InvalidOperationException($"{item.Kind} is no kind of policy"),
    };

    private static bool Denies(GenericObject policy) => policy.Kind switch
    {
        "ClusterPolicy" => AdmissionEngines.EnforcesRule(policy),
        "ValidatingPolicy" or "ImageValidatingPolicy" => KyvernoPolicies.DeniesInCel(policy),
        "ClusterImagePolicy" => policy.Spec.Text("mode") != "warn",
        "ClusterAdmissionPolicy" or "ClusterAdmissionPolicyGroup" => AdmissionEngines.Protects(policy),
        _ => OtherRules.Denies(policy),
    };
}
