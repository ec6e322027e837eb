using System.Text.Json;
using Posture.Analysis.Indexes.ImagePolicies;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Whether something enforces policies at admission: a running engine with an enforcing policy, or a built-in policy bound with Deny. What a policy of an
/// engine asks for is not judged here, only that it refuses.
/// </summary>
internal static class AdmissionEngines
{
    /// <summary>Policies of Kubewarden, of the cluster and of one namespace each, alone and in groups.</summary>
    public static readonly IReadOnlyList<KindRef> KubewardenKinds =
    [
        new(Kubewarden, "ClusterAdmissionPolicy"), new(Kubewarden, "ClusterAdmissionPolicyGroup"), new(Kubewarden, "AdmissionPolicy"),
        new(Kubewarden, "AdmissionPolicyGroup"),
    ];

    private const string Kubewarden = "policies.kubewarden.io";
    private static readonly string[] Images = ["kyverno", "kubewarden", "gatekeeper", "policy-controller"];
    private static readonly KindRef BuiltIn = new("admissionregistration.k8s.io", "ValidatingAdmissionPolicy");

    /// <summary>What refuses bad objects in a namespace, for people; null when nothing does.</summary>
    public static Func<Namespace, string?> Of(ClusterView view)
    {
        var inventory = view.Inventory;
        var cel = inventory.Generic(KyvernoPolicies.Cel, "ValidatingPolicy").Concat(inventory.Generic(KyvernoPolicies.Cel, "ImageValidatingPolicy"));
        var everywhere = First(view, "Kyverno", "kyverno",
            inventory.Generic("kyverno.io", "ClusterPolicy").Where(EnforcesRule).Concat(cel.Where(KyvernoPolicies.DeniesInCel)));
        var kubewarden = KubewardenKinds.SelectMany(kind => inventory.Generic(kind.Group, kind.Kind)).Where(Protects).ToList();
        kubewarden = First(view, "Kubewarden", "kubewarden", kubewarden) is null ? [] : kubewarden;
        var gatekeeper = First(view, "Gatekeeper", "gatekeeper", inventory.Generic("constraints.gatekeeper.sh").Where(OtherRules.Denies));
        var exempt = inventory.Generic("config.gatekeeper.sh", "Config").SelectMany(OtherRules.GatekeeperExempt).ToList();
        var own = inventory.Generic("kyverno.io", "Policy").Where(EnforcesRule)
            .Concat(inventory.Generic(KyvernoPolicies.Cel, "NamespacedValidatingPolicy").Where(KyvernoPolicies.DeniesInCel))
            .Concat(inventory.Generic(KyvernoPolicies.Cel, "NamespacedImageValidatingPolicy").Where(KyvernoPolicies.DeniesInCel)).ToLookup(item => item.Namespace, StringComparer.Ordinal);
        var sigstore = First(view, "Sigstore policy-controller", "policy-controller",
            inventory.Generic("policy.sigstore.dev", "ClusterImagePolicy").Where(item => item.Spec.Text("mode") != "warn"));
        var bound = inventory.All<ValidatingAdmissionPolicyBinding>().Where(binding => binding.Spec.ValidationActions.Contains("Deny"))
            .Select(binding => (Binding: binding, Policy: inventory.Find(BuiltIn, "", binding.Spec.PolicyName) as ValidatingAdmissionPolicy)).ToList();
        return ns => everywhere
            ?? (own[ns.Name].Any() ? First(view, "Kyverno", "kyverno", own[ns.Name]) : null)
            ?? (kubewarden.Find(policy => Reaches(policy, ns)) is { } guard ? $"Kubewarden ({guard.Kind} {guard.Name})" : null)
            ?? (ns.Metadata.Labels.ContainsKey(OtherRules.GatekeeperIgnoreLabel) || exempt.Exists(name => name.IsMatch(ns.Name)) ? null : gatekeeper)
            ?? (ns.Metadata.Labels["policy.sigstore.dev/include"] == "true" ? sigstore : null)
            ?? (bound.Find(pair => pair.Policy is { } policy && PodScope.Selects(policy.Spec.MatchConstraints?.NamespaceSelector, ns)
                && PodScope.Selects(pair.Binding.Spec.MatchResources?.NamespaceSelector, ns)) is { Policy: { } found }
                ? $"ValidatingAdmissionPolicy {found.Name}" : null);
    }

    /// <summary>Whether a workload may be an engine: then its pods tell whether it runs.</summary>
    public static bool MayBe(Workload workload) => Images.Any(image => RunsImage(workload, image));

    /// <summary>Names an engine that has an enforcing policy and runs; pods tell whether it is ready, where any pod is known.</summary>
    private static string? First(ClusterView view, string engine, string image, IEnumerable<GenericObject> policies) =>
        policies.FirstOrDefault() is { } policy && Runs(view, image) ? $"{engine} ({policy.Kind} {policy.Name})" : null;

    private static bool Runs(ClusterView view, string image)
    {
        var anyPod = view.Inventory.CountOf(new("", "Pod")) > 0;
        foreach (var workload in view.Workloads.All)
            if (RunsImage(workload, image) && (!anyPod || workload.Pods.Any(IsReady)))
                return true;
        return false;
    }

    private static bool RunsImage(Workload workload, string image) =>
        workload.Template.Containers().Any(container => container.Container.Image?.Contains(image, StringComparison.Ordinal) == true
            && ImageReference.Parse(container.Container.Image)?.Path.Contains(image, StringComparison.Ordinal) == true);

    private static bool IsReady(Pod pod) =>
        pod.Status is { ContainerStatuses.Count: > 0 } status && status.ContainerStatuses.All(container => container.Ready == true);

    internal static bool EnforcesRule(GenericObject policy) => policy.Spec.Field("admission").Flag() != false
        && policy.Spec.Field("rules").Items().Any(rule => IsEnforce(policy, rule.Field("validate"))
            || rule.Field("verifyImages").Items().Any(entry => IsEnforce(policy, entry)));

    /// <summary>Whether a policy of Kubewarden refuses: its mode is protect unless it says monitor, and once its controller told a state, only the active one does.</summary>
    internal static bool Protects(GenericObject policy) => policy.Spec.Text("mode") is null or "protect" && policy.Status.Text("policyStatus") is null or "" or "active";

    private static bool Reaches(GenericObject policy, Namespace ns) =>
        policy.Namespace.Length > 0 ? policy.Namespace == ns.Name : PodScope.Selects(policy.Spec.Field("namespaceSelector").Selector(), ns);

    private static bool IsEnforce(GenericObject policy, JsonElement? holder) =>
        holder is not null && KyvernoPolicies.IsEnforce(KyvernoPolicies.ActionOf(policy, holder));
}
