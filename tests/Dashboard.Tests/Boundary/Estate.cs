namespace Posture.Dashboard.Tests.Boundary;

/// <summary>
/// One cluster, two tenants. Every name in a namespace carries its tenant's mark, so that one word in an answer tells whose it is. Objects of bravo point at alfa
/// (rights, policies, images): what alfa sees must not tell who points at it. People and groups who may act in every namespace belong to no
/// tenant: a tenant is told their names and what gives them their rights.
/// </summary>
internal static class Estate
{
    public const string Cluster = "prod";
    public const string Alfa = "alfa";
    public const string Bravo = "bravo";

    public static string MarkOf(string tenant) => tenant + "mark";

    public static string NamespaceOf(string tenant) => tenant + "-space";

    public static string Manifests => "---\n" + string.Join("\n---\n", OfCluster, Of(Alfa), Of(Bravo), BravoPointsAtAlfa, HiddenSigns);

    /// <summary>What a person or a tenant of this name is called: with a sign that turns text, and a Cyrillic а.</summary>
    public static string Shown(string name) => $"{name} \u202em\u0430ster";

    private const string OfCluster = """
        { apiVersion: v1, kind: Node, metadata: { name: nodemark-1, uid: n1, labels: { kubernetes.io/os: linux } }, status: { nodeInfo: { kubeletVersion: v1.34.1, osImage: Linux } } }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: wide }, rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: staff-wide }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: wide }, subjects: [{ kind: Group, name: platform-staff, apiGroup: rbac.authorization.k8s.io }] }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: nodemark-bravo }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: wide }, subjects: [{ kind: ServiceAccount, name: bravomark-robot, namespace: bravo-space }] }
        """;

    private const string BravoPointsAtAlfa = """
        { apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: bravomark-lets-alfa, namespace: bravo-space }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: wide }, subjects: [{ kind: ServiceAccount, name: robot, namespace: alfa-space }] }
        ---
        { apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: bravomark-from-alfa, namespace: bravo-space }, spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: alfa-space } } }] }] } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: bravomark-shared, namespace: bravo-space }, spec: { selector: { matchLabels: { app: shared } }, template: { metadata: { labels: { app: shared } }, spec: { containers: [{ name: bravomark-c, image: "registry.example/shared/base:1" }] } } } }
        """;

    /// <summary>Names of alfa and of the cluster with signs that turn text (U+202E), that are not seen (U+200B), and with a Cyrillic а (B-37), wherever a name may have them.</summary>
    private const string HiddenSigns = """
        { apiVersion: v1, kind: Node, metadata: { name: "nodemark-\u202e2", uid: n2, labels: { kubernetes.io/os: linux } }, status: { nodeInfo: { kubeletVersion: "v1.34.1\u200b", osImage: "Linux\u202e" } } }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: "wide-\u202er" }, rules: [{ apiGroups: ["*"], resources: ["*", "p\u200bods"], verbs: ["*"] }] }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: "staff-\u200bwide" }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "wide-\u202er" }, subjects: [{ kind: Group, name: "platform-\u202estaff", apiGroup: rbac.authorization.k8s.io }, { kind: User, name: "\u0430dmin", apiGroup: rbac.authorization.k8s.io }, { kind: ServiceAccount, name: "alfamark-\u202erobot", namespace: alfa-space }] }
        ---
        { apiVersion: v1, kind: ServiceAccount, metadata: { name: "alfamark-\u202erobot", namespace: alfa-space } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: "alfamark-\u202eweb\u200b", namespace: alfa-space, labels: { app: "alfam\u0430rk", app.kubernetes.io/managed-by: Helm }, annotations: { meta.helm.sh/release-name: "alfamark-\u202ehelm", meta.helm.sh/release-namespace: alfa-space, note: "\u202e" } }, spec: { selector: { matchLabels: { app: "alfam\u0430rk\u200b" } }, template: { metadata: { labels: { app: "alfam\u0430rk\u200b" }, annotations: { container.apparmor.security.beta.kubernetes.io/c: "unconfined\u202e" } }, spec: { serviceAccountName: "alfamark-\u202erobot", hostPID: true, containers: [{ name: "alfamark-\u202ec", image: "alfam\u0430rk.example/\u202eweb:latest", command: ["sh\u202e"], securityContext: { privileged: true, capabilities: { add: ["SYS_\u202eADMIN"] } }, env: [{ name: "alfamark_\u202ePASSWORD", value: "alfamark-value" }], volumeMounts: [{ name: "alfamark-\u202edata", mountPath: "/alfamark\u202e" }] }], volumes: [{ name: "alfamark-\u202edata", hostPath: { path: "/var/run/\u202ealfamark" } }] } } } }
        ---
        { apiVersion: v1, kind: Service, metadata: { name: "alfamark-\u202esvc", namespace: alfa-space }, spec: { type: LoadBalancer, externalIPs: ["1.2.3.4\u202e"], selector: { app: "alfam\u0430rk\u200b" }, ports: [{ name: "p\u202e", port: 80 }] } }
        ---
        { apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: "alfamark-\u202eing", namespace: alfa-space }, spec: { rules: [{ host: "alfam\u0430rk\u202e.example", http: { paths: [{ path: "/\u202e", pathType: Prefix, backend: { service: { name: "alfamark-\u202esvc", port: { number: 80 } } } }] } }] } }
        ---
        { apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: "alfamark-\u202epolicy", namespace: alfa-space }, spec: { podSelector: { matchLabels: { app: "alfam\u0430rk\u200b" } }, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: { matchLabels: { app: "x\u202e" } } }] }] } }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: "alfamark-\u202ereader", namespace: alfa-space }, rules: [{ apiGroups: ["", "g\u202e"], resources: [secrets, "x\u202e"], verbs: ["*", "v\u202e"], resourceNames: ["n\u202e"] }] }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: "alfamark-\u202ereads", namespace: alfa-space }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: "alfamark-\u202ereader" }, subjects: [{ kind: ServiceAccount, name: "alfamark-\u202erobot", namespace: alfa-space }, { kind: User, name: "alfamark-\u202eperson", apiGroup: rbac.authorization.k8s.io }] }
        ---
        { apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: "alfamark-\u202edata", namespace: alfa-space }, spec: { accessModes: ["ReadWriteMany\u202e"], storageClassName: "\u202eclass", volumeName: "pv-\u202ealfamark" } }
        """;

    private static string Of(string tenant) => $$"""
        { apiVersion: v1, kind: Namespace, metadata: { name: {{tenant}}-space, uid: {{tenant}}-1, labels: { kubernetes.io/metadata.name: {{tenant}}-space, team: {{tenant}}mark } } }
        ---
        { apiVersion: v1, kind: ServiceAccount, metadata: { name: robot, namespace: {{tenant}}-space } }
        ---
        { apiVersion: v1, kind: ServiceAccount, metadata: { name: {{tenant}}mark-robot, namespace: {{tenant}}-space } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: {{tenant}}mark-web, namespace: {{tenant}}-space, labels: { app: {{tenant}}mark }, annotations: { note: {{tenant}}mark } }, spec: { selector: { matchLabels: { app: {{tenant}}mark } }, template: { metadata: { labels: { app: {{tenant}}mark } }, spec: { serviceAccountName: {{tenant}}mark-robot, hostPID: true, containers: [{ name: {{tenant}}mark-c, image: "{{tenant}}mark.example/web:latest", securityContext: { privileged: true }, env: [{ name: {{tenant}}mark_PASSWORD, value: {{tenant}}mark-value }], volumeMounts: [{ name: {{tenant}}mark-data, mountPath: /{{tenant}}mark }] }], volumes: [{ name: {{tenant}}mark-data, hostPath: { path: /{{tenant}}mark } }] } } } }
        ---
        { apiVersion: apps/v1, kind: Deployment, metadata: { name: {{tenant}}mark-base, namespace: {{tenant}}-space }, spec: { selector: { matchLabels: { app: base } }, template: { metadata: { labels: { app: base } }, spec: { containers: [{ name: {{tenant}}mark-c, image: "registry.example/shared/base:1" }] } } } }
        ---
        { apiVersion: v1, kind: Service, metadata: { name: {{tenant}}mark-web, namespace: {{tenant}}-space }, spec: { type: LoadBalancer, selector: { app: {{tenant}}mark }, ports: [{ port: 80 }] } }
        ---
        { apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: {{tenant}}mark-web, namespace: {{tenant}}-space }, spec: { rules: [{ host: {{tenant}}mark.example, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: {{tenant}}mark-web, port: { number: 80 } } } }] } }] } }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: {{tenant}}mark-reader, namespace: {{tenant}}-space }, rules: [{ apiGroups: [""], resources: [secrets], verbs: ["*"] }] }
        ---
        { apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: {{tenant}}mark-reads, namespace: {{tenant}}-space }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{tenant}}mark-reader }, subjects: [{ kind: ServiceAccount, name: {{tenant}}mark-robot, namespace: {{tenant}}-space }, { kind: User, name: {{tenant}}mark-person, apiGroup: rbac.authorization.k8s.io }] }
        ---
        { apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: {{tenant}}mark-data, namespace: {{tenant}}-space }, spec: { accessModes: [ReadWriteMany], volumeName: pv-{{tenant}}mark } }
        """;
}
