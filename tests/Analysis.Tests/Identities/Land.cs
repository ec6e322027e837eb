using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Questions;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Identities;

/// <summary>A cluster of two tenants, shop and bank, with rights of every sort.</summary>
internal static class Land
{
    public const string Yaml = """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: shop-web}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: bank}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}
        ---
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: idle, namespace: shop}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: cluster-admin}
        rules: [{verbs: ["*"], apiGroups: ["*"], resources: ["*"]}, {verbs: ["*"], nonResourceURLs: ["*"]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: operators}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: Group, name: "oidc:operators"}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: bank-secret-reader}
        rules: [{verbs: [get, list], apiGroups: [""], resources: [secrets, nodes]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: bank-backup}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: bank-secret-reader}
        subjects:
        - {kind: ServiceAccount, name: ledger-vault, namespace: bank}
        - {kind: Group, name: "oidc:bank-auditors"}
        - {kind: Group, name: "system:serviceaccounts:bank"}
        - {kind: User, name: alice}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: node-watcher}
        rules: [{verbs: [get], apiGroups: [""], resources: [nodes/proxy]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: node-watchers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: node-watcher}
        subjects: [{kind: User, name: nora}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: deployer, namespace: shop}
        rules:
        - {verbs: [create, patch], apiGroups: [apps], resources: [deployments, deployments/scale]}
        - {verbs: [get], apiGroups: [""], resources: [secrets], resourceNames: [web-tls]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: deployers, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer}
        subjects:
        - {kind: ServiceAccount, name: web}
        - {kind: User, name: "system:serviceaccount:shop:web"}
        - {kind: ServiceAccount, name: pipeline, namespace: bank}
        - {kind: Group, name: "team:shop-web"}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: ledger, namespace: bank}
        rules: [{verbs: [get], apiGroups: [ledger.bank.example], resources: [ledgers]}, {verbs: [create], apiGroups: [""], resources: [pods/exec]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: ledger-crew, namespace: bank}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ledger}
        subjects: [{kind: User, name: bob}, {kind: User, name: alice}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: dns, namespace: kube-system}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: bank-secret-reader}
        subjects: [{kind: ServiceAccount, name: dns, namespace: kube-system}]
        """;

    /// <summary>Words of which none may reach one who may know of shop and shop-web only.</summary>
    public static readonly string[] Foreign = ["bank", "ledger", "vault", "pipeline", "bob", "nora", "node-watch", "kube-system", "dns"];

    public static ClusterView View(string yaml = Yaml) => new("c", Manifests.Inventory(yaml), PosturePolicy.Default);

    /// <summary>As the owner of a cluster answers: through JSON.</summary>
    public static TAnswer Ask<TQuestion, TAnswer>(this ClusterView view, LiveQuestion<TQuestion, TAnswer> question, TQuestion asked) =>
        question.Read(question.Answer(view, question.Write(asked)));

    /// <summary>The answer as it crosses processes, to look for words that must not be there.</summary>
    public static string Raw<TQuestion, TAnswer>(this ClusterView view, LiveQuestion<TQuestion, TAnswer> question, TQuestion asked) =>
        System.Text.Encoding.UTF8.GetString(question.Answer(view, question.Write(asked)));
}
