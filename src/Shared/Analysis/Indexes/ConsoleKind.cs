using System.Collections.Frozen;

namespace Posture.Analysis.Indexes;

/// <summary>An administrative console as recognised by its image, or by the exact name of the workload, a container or its application label.</summary>
/// <param name="Name">For people.</param>
/// <param name="HasLogin">Whether it asks for sign-on by itself unless a flag switches that off.</param>
internal sealed record ConsoleKind(string Name, bool HasLogin)
{
    private static readonly FrozenDictionary<string, ConsoleKind> ByName = Build(
    [
        ("Kubernetes Dashboard", true, "kubernetes-dashboard kubernetesui/dashboard kubernetesui/dashboard-web kubernetes-dashboard-amd64"),
        ("Headlamp", true, "headlamp"), ("Argo CD", true, "argocd-server"), ("Argo Workflows", true, "argo-server argoproj/argocli argoproj/argo-server"),
        ("Jenkins", true, "jenkins jenkins/jenkins"), ("Grafana", true, "grafana grafana/grafana grafana/grafana-oss grafana/grafana-enterprise"),
        ("Prometheus", false, "prometheus prom/prometheus prometheus/prometheus"), ("Kubeflow", false, "centraldashboard kubeflow-dashboard"),
        ("Apache NiFi", true, "nifi apache/nifi"), ("Weave Scope", false, "weave-scope-app weaveworks/scope"),
        ("MinIO", true, "minio minio/minio minio/console"),
        ("Ray Dashboard", false, "ray-dashboard"), ("MLflow", false, "mlflow mlflow/mlflow"),
        ("JupyterHub", true, "jupyterhub jupyterhub/jupyterhub jupyterhub/k8s-hub"),
        ("Longhorn", false, "longhorn-ui longhornio/longhorn-ui"), ("Rancher", true, "rancher rancher/rancher"), ("Kiali", true, "kiali kiali/kiali"),
        ("Portainer", true, "portainer portainer/portainer-ce portainer/portainer-ee"), ("Octant", false, "octant"),
    ]);

    private static readonly FrozenDictionary<string, ConsoleKind>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] OpenFlags = ["--enable-skip-login", "--disable-auth", "--auth-mode=server", "--anonymous-auth=true"];

    /// <summary>The console a workload is; null for anything else.</summary>
    public static ConsoleKind? Of(Workload workload, ClusterView view)
    {
        if (ByName.TryGetValue(workload.Object.Name, out var kind) || ByName.TryGetValue(workload.PodLabels["app.kubernetes.io/name"] ?? "", out kind))
            return kind;
        foreach (var container in workload.Template.Spec.Containers)
            if (ByName.TryGetValue(container.Name, out kind))
                return kind;
            else if (view.ImageOf(container.Image) is { } image && OfPath(image.Path) is { } found)
                return found;
        return null;
    }

    /// <summary>Why nobody is asked to sign on; null when the console asks, or a sign-on proxy stands beside it.</summary>
    public string? OpenBecause(PodView pod)
    {
        foreach (var container in pod.Spec.Containers)
        {
            foreach (var word in container.Command.Concat(container.Args))
                foreach (var flag in OpenFlags)
                    if (word == flag || (word.StartsWith(flag, StringComparison.Ordinal) && word.AsSpan(flag.Length).Equals("=true", StringComparison.Ordinal)))
                        return $"runs with {flag}";
                    else if (word.StartsWith("--insecure-port", StringComparison.Ordinal) && !word.EndsWith("=0", StringComparison.Ordinal))
                        return "opens an insecure port";
            foreach (var variable in container.Env)
                if (variable is { Name: "GF_AUTH_ANONYMOUS_ENABLED", Value: "true" })
                    return "lets in anonymous users";
        }
        return HasLogin || pod.Spec.Containers.Any(container => container.Image?.Contains("oauth2-proxy", StringComparison.Ordinal) == true)
            ? null
            : "has no sign-on of its own";
    }

    private static ConsoleKind? OfPath(string path)
    {
        var slash = path.LastIndexOf('/');
        var owner = slash > 0 ? path.LastIndexOf('/', slash - 1) : -1;
        return BySpan.TryGetValue(path.AsSpan(owner + 1), out var kind) ? kind : BySpan.TryGetValue(path.AsSpan(slash + 1), out kind) ? kind : null;
    }

    private static FrozenDictionary<string, ConsoleKind> Build((string Name, bool HasLogin, string Words)[] rows) =>
        rows.SelectMany(row => row.Words.Split(' ').Select(word => KeyValuePair.Create(word, new ConsoleKind(row.Name, row.HasLogin))))
            .ToFrozenDictionary(StringComparer.Ordinal);
}
