using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Every rule about images that an engine in this cluster may enforce. Built once and rebuilt when an object of <see cref="Kinds"/> changes.</summary>
internal sealed class ImagePolicyIndex
{
    /// <summary>Settings of sigstore's policy-controller.</summary>
    public const string SigstoreSettings = "config-policy-controller";

    /// <summary>Kinds that hold image rules, for <c>Reads</c>.</summary>
    public static readonly IReadOnlyList<KindRef> Kinds =
    [
        new("kyverno.io", "ClusterPolicy"), new("kyverno.io", "Policy"), new("policies.kyverno.io", "ValidatingPolicy"),
        new("policies.kyverno.io", "ImageValidatingPolicy"), new("policies.kyverno.io", "NamespacedValidatingPolicy"),
        new("policies.kyverno.io", "NamespacedImageValidatingPolicy"), new("constraints.gatekeeper.sh", "K8sAllowedRepos"),
        new("constraints.gatekeeper.sh", "K8sAllowedReposv2"), new("config.gatekeeper.sh", "Config"),
        new("policy.sigstore.dev", "ClusterImagePolicy"), new("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
        new("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"), new("config.openshift.io", "Image"), new("", "ConfigMap"),
    ];

    /// <summary>Those of them that hold rules on signatures.</summary>
    public static readonly IReadOnlyList<KindRef> SignatureKinds =
    [
        new("kyverno.io", "ClusterPolicy"), new("kyverno.io", "Policy"), new("policies.kyverno.io", "ImageValidatingPolicy"),
        new("policies.kyverno.io", "NamespacedImageValidatingPolicy"), new("policy.sigstore.dev", "ClusterImagePolicy"),
    ];

    private static readonly string[] CelKinds = ["ValidatingPolicy", "NamespacedValidatingPolicy", "ImageValidatingPolicy", "NamespacedImageValidatingPolicy"];

    internal ImagePolicyIndex(ClusterInventory inventory)
    {
        var bindings = inventory.All<ValidatingAdmissionPolicyBinding>().Where(binding => binding.Kind == "ValidatingAdmissionPolicyBinding")
            .ToLookup(binding => binding.Spec.PolicyName, StringComparer.Ordinal);
        var exempt = inventory.Generic("config.gatekeeper.sh", "Config").SelectMany(OtherRules.GatekeeperExempt).ToList();
        var sigstore = inventory.Generic("policy.sigstore.dev", "ClusterImagePolicy").ToList();
        Rules =
        [
            .. inventory.Generic("kyverno.io", "ClusterPolicy").SelectMany(KyvernoRules.Of),
            .. inventory.Generic("kyverno.io", "Policy").SelectMany(KyvernoRules.Of),
            .. CelKinds.SelectMany(kind => inventory.Generic(KyvernoPolicies.Cel, kind)).Select(CelRules.Of),
            .. inventory.All<ValidatingAdmissionPolicy>().Where(policy => policy.Kind == "ValidatingAdmissionPolicy")
                .SelectMany(policy => CelRules.Of(policy, bindings[policy.Name])),
            .. inventory.Generic("constraints.gatekeeper.sh", "K8sAllowedRepos").Concat(inventory.Generic("constraints.gatekeeper.sh", "K8sAllowedReposv2"))
                .Select(constraint => OtherRules.Gatekeeper(constraint, exempt)),
            .. sigstore.Select(OtherRules.Sigstore),
            // Anybody may call a ConfigMap so in a namespace of their own: the weakest counts.
            .. inventory.All<ConfigMap>().Where(settings => sigstore.Count > 0 && settings.Name == SigstoreSettings).Select(OtherRules.SigstoreDefault)
                .OrderBy(rule => rule.Enforcing).ThenBy(rule => rule.Title, StringComparer.Ordinal).Take(1),
            .. inventory.Generic("config.openshift.io", "Image").Select(OtherRules.OpenShift),
        ];
    }

    public IReadOnlyList<ImageRule> Rules { get; }
}
