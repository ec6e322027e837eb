namespace Posture.Analysis.Policy;

/// <summary>What an organisation decides for the checks. Defaults are strict where a public source names a value and empty where only the owner can know.</summary>
public sealed partial record PosturePolicy
{
    public static readonly PosturePolicy Default = new();

    /// <summary>Namespaces of the platform: evaluated and shown, left out of the score for exemption class SYS (rule R7).</summary>
    [PolicyParameter("Namespaces of the platform: evaluated and shown, left out of the score where a control exempts the system.", PolicyFormat.Namespace)]
    public IReadOnlySet<string> SystemNamespaces { get; init; } = new HashSet<string>(StringComparer.Ordinal) { "kube-system", "kube-public", "kube-node-lease" };

    /// <summary>Registries (host, or host with path prefix on a "/" boundary) that images may come from. Empty: the allow-list check is not assessed.</summary>
    [PolicyParameter("Registries that images may come from: a host, or a host with a path. Empty: L3-REG-ALLOWLIST is not assessed.", PolicyFormat.Registry)]
    public IReadOnlyList<string> AllowedRegistries { get; init; } = [];

    /// <summary>Public registries (host, or host with path prefix): pulls from them depend on an outsider's rate limits, take-downs and spelling.</summary>
    [PolicyParameter("Public registries: pulls from them depend on an outsider.", PolicyFormat.Registry)]
    public IReadOnlyList<string> PublicRegistries { get; init; } =
        ["docker.io", "registry-1.docker.io", "quay.io", "ghcr.io", "gcr.io", "public.ecr.aws", "registry.k8s.io", "mcr.microsoft.com"];

    /// <summary>Public registries, or path prefixes of them, that the nodes are configured to pull through a mirror of your own.</summary>
    [PolicyParameter("Public registries, or paths of them, that nodes pull through a mirror of your own.", PolicyFormat.Registry)]
    public IReadOnlyList<string> MirroredRegistries { get; init; } = [];

    /// <summary>Namespaces of build and delivery pipelines; an entry that ends in <c>*</c> is a prefix.</summary>
    [PolicyParameter("Namespaces of build and delivery pipelines; * at the end makes a prefix.", PolicyFormat.NamespacePattern)]
    public IReadOnlyList<string> PipelineNamespaces { get; init; } = ["tekton*", "jenkins*", "gitlab*", "argocd", "flux-system", "arc-*"];

    /// <summary>Namespaces where developers may open shells in pods; an entry that ends in <c>*</c> is a prefix. Every other counts as production.</summary>
    [PolicyParameter("Namespaces where developers may open shells in pods; * at the end makes a prefix. Every other counts as production.", PolicyFormat.NamespacePattern)]
    public IReadOnlyList<string> DevelopmentNamespaces { get; init; } = [];

    /// <summary>Image repositories of node agents that may need the host in any namespace (SYS+INFRA); matched by repository, never by name.</summary>
    [PolicyParameter("Image repositories of node agents that may need the host in any namespace.", PolicyFormat.Registry)]
    public IReadOnlyList<string> InfrastructureImages { get; init; } =
    [
        "registry.k8s.io/kube-proxy", "registry.k8s.io/sig-storage", "registry.k8s.io/node-problem-detector", "quay.io/cilium", "docker.io/calico",
        "quay.io/calico", "ghcr.io/flannel-io", "docker.io/flannel", "quay.io/prometheus/node-exporter", "docker.io/falcosecurity",
    ];

    /// <summary>Label key whose value tells tenants or sensitivity levels apart.</summary>
    [PolicyParameter("Label key whose value tells tenants or sensitivity levels apart.", PolicyFormat.LabelKey)]
    public string IsolationLabel { get; init; } = "posture.dev/tenant";

    /// <summary>Label that marks a namespace as running untrusted code.</summary>
    [PolicyParameter("Label key that marks a namespace as running untrusted code.", PolicyFormat.LabelKey)]
    public string UntrustedLabel { get; init; } = "posture.dev/untrusted";

    /// <summary>
    /// What is meant to face the outside: a namespace, or <c>namespace/name</c> of a workload or Service. Named here and not by a label, which the tenant could set.
    /// </summary>
    [PolicyParameter("What is meant to face the outside: a namespace, or namespace/name of a workload or Service.", PolicyFormat.NamespaceOrName)]
    public IReadOnlySet<string> Edge { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Ingress classes that serve plain text on purpose inside the organisation's network.</summary>
    [PolicyParameter("Ingress classes that serve plain text on purpose inside your network.", PolicyFormat.Name)]
    public IReadOnlySet<string> PlainTextIngressClasses { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Static pods beside those of the control plane, as <c>namespace/name</c>.</summary>
    [PolicyParameter("Static pods beside those of the control plane, as namespace/name.", PolicyFormat.NamespaceOrName)]
    public IReadOnlySet<string> StaticPods { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Hosts outside the cluster that admission webhooks may be served from.</summary>
    [PolicyParameter("Hosts outside the cluster that admission webhooks may be served from.", PolicyFormat.Name)]
    public IReadOnlySet<string> WebhookHosts { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of mutating webhooks that are known. Empty: any may be registered.</summary>
    [PolicyParameter("Names of mutating webhooks that are known. Empty: any may be registered.", PolicyFormat.Name)]
    public IReadOnlySet<string> KnownWebhooks { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Names of nodes that are meant to carry public addresses.</summary>
    [PolicyParameter("Names of nodes that are meant to carry public addresses.", PolicyFormat.Name)]
    public IReadOnlySet<string> EdgeNodes { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Namespaces whose Services must not be exported to other clusters, beside the system namespaces.</summary>
    [PolicyParameter("Namespaces whose Services must not be exported to other clusters, beside the system namespaces.", PolicyFormat.Namespace)]
    public IReadOnlySet<string> SensitiveNamespaces { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Words in the name of an admission webhook, its configuration or its Service that mark it as enforcing policy.</summary>
    [PolicyParameter("Words in the name of an admission webhook that mark it as enforcing policy.")]
    public IReadOnlyList<string> EnforcementWebhooks { get; init; } = ["kyverno", "gatekeeper", "policy.sigstore.dev", "kubewarden"];

    /// <summary>Service accounts of platform controllers that may hold strong rights: a namespace, or <c>namespace/name</c> (rule R15).</summary>
    [PolicyParameter("Service accounts of platform controllers that may hold strong rights: a namespace, or namespace/name.", PolicyFormat.NamespaceOrName)]
    public IReadOnlySet<string> PlatformAccounts { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether an object is meant to face the outside.</summary>
    public bool IsEdge(string ns, string name) => Edge.Count > 0 && (Edge.Contains(ns) || Edge.Contains($"{ns}/{name}"));

    /// <summary>Whether developers may open shells in the pods of a namespace.</summary>
    public bool IsDevelopment(string ns) => Names(DevelopmentNamespaces, ns);

    /// <summary>
    /// Publishers (host, or host with path prefix on a "/" boundary) whose images are catalogued. Empty: the publisher check is not assessed; an allowed registry
    /// does not stand in, because anyone may publish on some of them.
    /// </summary>
    [PolicyParameter("Publishers whose images are catalogued: a host, or a host with a path. Empty: L2-IMG-PUBLISHER-UNKNOWN is not assessed.", PolicyFormat.Registry)]
    public IReadOnlyList<string> CataloguedPublishers { get; init; } = [];

    /// <summary>Tags that move by convention, beside a missing tag; any case.</summary>
    [PolicyParameter("Image tags that move by convention, beside a missing tag; any case.", PolicyFormat.Name)]
    public IReadOnlySet<string> FloatingTags { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "latest", "stable", "edge", "main", "master", "nightly", "dev", "develop", "canary", "rolling", "unstable", "snapshot", "head",
    };

    /// <summary>
    /// Words that make a name a credential's: the name has a word that ends in one, in the singular or plural. An entry with <c>_</c> is looked for in the whole name.
    /// </summary>
    [PolicyParameter("Words that make a name a credential's.")]
    public IReadOnlyList<string> CredentialNames { get; init; } =
    [
        "password", "passwd", "passphrase", "pass", "pwd", "secret", "token", "credential", "bearer", "jwt", "aws_secret_access_key", "azure_batch_key",
        "azure_batchai_storage_key", "oci_cli_key_content", "api_key", "apikey", "access_key", "accesskey", "private_key", "privatekey",
    ];

    /// <summary>Words that mean a credential only when the value looks generated.</summary>
    [PolicyParameter("Words that mean a credential only when the value looks generated.")]
    public IReadOnlyList<string> NoisyCredentialNames { get; init; } = ["key"];

    /// <summary>Namespaces of git servers, which offer SSH for their purpose.</summary>
    [PolicyParameter("Namespaces of git servers, which offer SSH for their purpose.", PolicyFormat.Namespace)]
    public IReadOnlySet<string> GitServerNamespaces { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Administrators and controllers that may hold strong rights: <c>User:NAME</c>, <c>Group:NAME</c> or <c>ServiceAccount:NAMESPACE/NAME</c> (rule R15's
    /// allow-list, break-glass accounts included).
    /// </summary>
    [PolicyParameter("Administrators and controllers that may hold strong rights: User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME.", PolicyFormat.Subject)]
    public IReadOnlySet<string> TrustedSubjects { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Namespaces that may enforce Pod Security level privileged (node agents outside the system namespaces).</summary>
    [PolicyParameter("Namespaces that may enforce Pod Security level privileged.", PolicyFormat.Namespace)]
    public IReadOnlySet<string> PrivilegedNamespaces { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Last day of support by minor version (<c>1.33</c>) where a provider supports it longer or shorter than upstream.</summary>
    [PolicyParameter("Last day of support by minor version where a provider supports it longer or shorter than upstream.", PolicyFormat.MinorVersion)]
    public IReadOnlyDictionary<string, DateOnly> KubernetesSupport { get; init; } = new Dictionary<string, DateOnly>(StringComparer.Ordinal);

    /// <summary>Repositories (host, or host with path prefix) of vendors that maintain their own fork of a retired component.</summary>
    [PolicyParameter("Repositories of vendors that maintain their own fork of a retired component.", PolicyFormat.Registry)]
    public IReadOnlyList<string> SupportedForks { get; init; } = [];

    /// <summary>How many users and groups of <see cref="TrustedSubjects"/> may hold cluster-admin rights at once.</summary>
    [PolicyParameter("How many trusted users and groups may hold cluster-admin rights at once.", Minimum = 0, Maximum = 1000)]
    public int ClusterAdminBudget { get; init; } = 3;

    /// <summary>CSI drivers, by provisioner, whose storage encrypts every volume without a parameter.</summary>
    [PolicyParameter("CSI drivers, by provisioner, whose storage encrypts every volume without a parameter.", PolicyFormat.Name)]
    public IReadOnlySet<string> EncryptedStorageDrivers { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Statements of persons about what no cluster shows.</summary>
    [PolicyParameter("Statements of persons about what no cluster shows.")]
    public IReadOnlyList<Attestation> Attestations { get; init; } = [];

    /// <summary>Whether a namespace is named by a list of names and of prefixes that end in <c>*</c>.</summary>
    public static bool Names(IReadOnlyList<string> patterns, string ns)
    {
        foreach (var pattern in patterns)
            if (pattern.EndsWith('*') ? ns.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == ns)
                return true;
        return false;
    }
}
