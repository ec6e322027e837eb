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

    public static string Manifests => "---\n" + string.Join("\n---\n", OfCluster, Of(Alfa), Of(Bravo), BravoPointsAtAlfa);

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
