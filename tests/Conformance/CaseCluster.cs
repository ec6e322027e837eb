using System.Text.Json.Nodes;
using Posture.Analysis.Catalogue;
using Posture.Analysis.Evaluation;
using Posture.Analysis.Policy;
using Posture.Collectors.Kinds;
using Posture.Model.Coverage;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Conformance;

/// <summary>A cluster of a case's objects as an API server would hold them: in a namespace, with a name. Every kind counts as read.</summary>
internal sealed class CaseCluster
{
    private const string RoleGroup = "rbac.authorization.k8s.io";
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Node = """
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node"}, "status": {"nodeInfo": {"operatingSystem": "linux", "kubeletVersion": "v1.34.0",
         "containerRuntimeVersion": "containerd://2.1.0"}, "runtimeHandlers": [{"name": "", "features": {"userNamespaces": true}}]}}
        """;

    private const string KubeletConfiguration = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kubelet-config, namespace: kube-system}
        data:
          kubelet: |
            kind: KubeletConfiguration
            authentication:
              anonymous:
                enabled: false
              x509:
                clientCAFile: /k/ca.crt
            authorization:
              mode: Webhook
            serverTLSBootstrap: true
        """;

    private readonly ClusterInventory _inventory = new();
    private readonly List<string> _unread = [];

    public CaseCluster()
    {
        foreach (var kind in KnownKinds.All)
            _inventory.SetCoverage(new(kind.Group, kind.Kind, CoverageState.Read, null, null, 0));
    }

    /// <summary>What the reader refused.</summary>
    public IReadOnlyList<string> Unread => _unread;

    /// <summary>Adds an object; null when its kind is none that is evaluated, or it was refused.</summary>
    public ObjectRef? Add(JsonObject item, int index)
    {
        var reference = new ObjectRef(item["apiVersion"]?.ToString() ?? "", item["kind"]?.ToString() ?? "", "", "");
        var placed = item.DeepClone().AsObject();
        if (placed["metadata"] is not JsonObject metadata)
            placed["metadata"] = metadata = [];
        if (KnownKinds.Find(reference.Group, reference.Kind) is { Namespaced: false })
            metadata.Remove("namespace");
        else
            metadata["namespace"] ??= "default";
        if (metadata["name"] is null)
            metadata["name"] = $"unnamed-{index}";
        ObjectRef? added = null;
        Read(placed.ToJsonString(), read => added = read.Ref);
        return added;
    }

    /// <summary>Adds the objects of a text.</summary>
    public void Read(string text, Action<KubeObject>? added = null) =>
        ManifestReader.Read(new StringReader(text), "case", item =>
        {
            _inventory.Put(item);
            added?.Invoke(item);
        }, _ => { }, error => _unread.Add($"{error.Code}: {error.Message}"));

    /// <summary>What every cluster has beside the case's objects: their namespaces, with the default service account, and the role cluster-admin.</summary>
    /// <param name="enforce">Pod Security level of the namespaces; empty: no label.</param>
    public void Furnish(string enforce)
    {
        var labels = enforce.Length == 0 ? "" : $$""", "labels": {"pod-security.kubernetes.io/enforce": "{{enforce}}"}""";
        var subjects = _inventory.All<RoleBinding>().SelectMany(binding => binding.Subjects)
            .Concat(_inventory.All<ClusterRoleBinding>().SelectMany(binding => binding.Subjects)).Select(subject => subject.Namespace ?? "");
        foreach (var ns in KnownKinds.All.Where(kind => kind.Namespaced).SelectMany(kind => _inventory.All(kind.Ref)).Select(item => item.Namespace)
            .Concat(subjects).Where(ns => ns.Length > 0).ToHashSet())
        {
            if (_inventory.Find(new("", "Namespace"), "", ns) is null)
                Read($$$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{{ns}}}}"{{{{labels}}}}}}""");
            if (_inventory.Find(new("", "ServiceAccount"), ns, "default") is null)
                Read($$$$"""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "{{{{ns}}}}"}}""");
        }
        if (_inventory.Find(new(RoleGroup, "ClusterRole"), "", "cluster-admin") is null)
            Read($$$$"""
                {"apiVersion": "{{{{RoleGroup}}}}/v1", "kind": "ClusterRole", "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}, {"nonResourceURLs": ["*"], "verbs": ["*"]}],
                 "metadata": {"name": "cluster-admin", "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}}}
                """);
    }

    /// <summary>A component of the control plane as kubeadm sets it up, with certificates on every side; the kubelets' template; a node, or a pod, as there are many.</summary>
    public void FurnishComponent(string component) => Read(component switch
    {
        "pod" => Pod("elsewhere"),
        "node" => Node,
        "kubelet" => KubeletConfiguration,
        _ => ControlPlanePod(component),
    });

    /// <summary>A pod in each namespace of the case: namespaces are there for pods.</summary>
    public void Inhabit()
    {
        foreach (var ns in _inventory.All<Namespace>().Select(ns => ns.Name).ToList())
            Read(Pod(ns));
    }

    private static string ControlPlanePod(string component) => $$$"""
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kube-system"}}
        ---
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "{{{component}}}-furnished", "namespace": "kube-system", "annotations": {"kubernetes.io/config.mirror": "x"}},
         "spec": {"containers": [{"name": "{{{component}}}", "command": ["{{{component}}}", "--etcd-cafile=/e/ca.crt", "--etcd-certfile=/e/api.crt", "--etcd-keyfile=/e/api.key",
         "--cert-file=/e/s.crt", "--key-file=/e/s.key", "--peer-cert-file=/e/p.crt", "--peer-key-file=/e/p.key", "--trusted-ca-file=/e/ca.crt", "--client-cert-auth=true",
         "--peer-client-cert-auth=true", "--client-ca-file=/k/ca.crt", "--enable-admission-plugins=NodeRestriction"]}]}}
        """;

    private static string Pod(string ns) => $$$"""
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "somebody", "namespace": "{{{ns}}}", "labels": {"app.kubernetes.io/name": "somebody"}},
         "spec": {"containers": [{"name": "main", "image": "registry.example.com/somebody:1"}]}}
        """;

    /// <summary>Some references judge a role alone; ours judge who holds it. A role that nobody holds is given to a user.</summary>
    public void BindRoles()
    {
        var bound = _inventory.All<RoleBinding>().Select(binding => binding.RoleRef)
            .Concat(_inventory.All<ClusterRoleBinding>().Select(binding => binding.RoleRef)).Select(role => (role.Kind, role.Name)).ToHashSet();
        foreach (var kind in new[] { "ClusterRole", "Role" })
            foreach (var role in _inventory.All(new KindRef(RoleGroup, kind)).Where(role => !bound.Contains((kind, role.Name)) && role.Name != "cluster-admin").ToList())
                Read($$$"""
                    {"apiVersion": "{{{RoleGroup}}}/v1", "kind": "{{{kind}}}Binding", "metadata": {"name": "holder-{{{role.Name}}}", "namespace": "{{{role.Namespace}}}"},
                     "roleRef": {"apiGroup": "{{{RoleGroup}}}", "kind": "{{{kind}}}", "name": "{{{role.Name}}}"},
                     "subjects": [{"apiGroup": "{{{RoleGroup}}}", "kind": "User", "name": "holder"}]}
                    """);
    }

    public IReadOnlyList<Finding> Evaluate(PosturePolicy policy)
    {
        var evaluator = new ClusterEvaluator("case", _inventory, policy, ControlCatalogue.Default);
        evaluator.Evaluate(Now);
        return [.. evaluator.Findings];
    }
}
