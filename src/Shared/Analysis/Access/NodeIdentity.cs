using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>
/// What the kubelet of a node may take: the Node authorizer lets <c>system:node:NAME</c> in group <c>system:nodes</c> read what the pods bound to it use and
/// make tokens of their service accounts (kubernetes.io/docs/reference/access-authn-authz/node); static pods count for nothing there. Names only, sorted.
/// </summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Pods">Pods bound to it that have not ended, static pods left out.</param>
/// <param name="ServiceAccounts"><c>namespace/name</c> of service accounts whose tokens it may make.</param>
/// <param name="Secrets"><c>namespace/name</c> of Secrets that it may read.</param>
/// <param name="ConfigMaps"><c>namespace/name</c> of ConfigMaps that it may read.</param>
/// <param name="Claims"><c>namespace/name</c> of claims whose volumes it may read about.</param>
/// <param name="Bindings">What RBAC gives in addition, to the node itself or to every node.</param>
public sealed record NodeIdentity(
    string Node, int Pods, IReadOnlyList<string> ServiceAccounts, IReadOnlyList<string> Secrets, IReadOnlyList<string> ConfigMaps, IReadOnlyList<string> Claims,
    IReadOnlyList<NodeBinding> Bindings)
{
    /// <summary>What a node reaches; null for a node that neither an object nor a pod names.</summary>
    public static NodeIdentity? Of(ClusterView view, string node)
    {
        var bound = view.Inventory.All<Pod>().Where(pod => pod.Spec.NodeName == node).ToList();
        if (bound.Count == 0 && view.Inventory.Find<Node>("", node) is null)
            return null;
        var pods = bound.Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed") && !WorkloadIndex.IsMirror(pod)).ToList();
        var user = Identity.OfNode(node).User;
        var bindings = view.Access.Authorizer.BindingsOf(new(user, [SubjectClass.Nodes]))
            .SelectMany(binding => binding.Members, (binding, member) => (Binding: binding, Member: member))
            .Where(row => row.Member is { Kind: "Group", Name: SubjectClass.Nodes } || (row.Member.Kind == "User" && row.Member.Name == user))
            .Select(row => new NodeBinding(
                GrantAnswer.Of(row.Binding, 0).Binding,
                GrantAnswer.Of(row.Binding, 0).Role, row.Binding.Namespace, row.Member.Kind == "Group"));
        return new(node, pods.Count,
            Names(pods, pod => [AccessObjects.AccountOf(pod.Spec)]), Names(pods, SecretsOf), Names(pods, ConfigMapsOf), Names(pods, ClaimsOf),
            [.. bindings.Distinct().OrderBy(binding => binding.Namespace ?? "", StringComparer.Ordinal).ThenBy(binding => binding.Binding, StringComparer.Ordinal)]);
    }

    /// <summary>Secrets that a pod uses: volumes, environment, pulling of images.</summary>
    internal static IEnumerable<string> SecretsOf(Pod pod) =>
        pod.Spec.Volumes.Select(volume => volume.Secret?.SecretName)
            .Concat(Projected(pod).Select(source => source.Secret?.Name))
            .Concat(pod.Spec.ImagePullSecrets.Select(secret => secret.Name))
            .Concat(Containers(pod).SelectMany(container => container.Env).Select(variable => variable.ValueFrom?.SecretKeyRef?.Name))
            .Concat(Containers(pod).SelectMany(container => container.EnvFrom).Select(source => source.SecretRef?.Name))
            .OfType<string>().Where(name => name.Length > 0);

    private static IEnumerable<string> ConfigMapsOf(Pod pod) =>
        pod.Spec.Volumes.Select(volume => volume.ConfigMap?.Name)
            .Concat(Projected(pod).Select(source => source.ConfigMap?.Name))
            .Concat(Containers(pod).SelectMany(container => container.Env).Select(variable => variable.ValueFrom?.ConfigMapKeyRef?.Name))
            .Concat(Containers(pod).SelectMany(container => container.EnvFrom).Select(source => source.ConfigMapRef?.Name))
            .OfType<string>().Where(name => name.Length > 0);

    /// <summary>A claim that is made with the pod has the names of both.</summary>
    private static IEnumerable<string> ClaimsOf(Pod pod) => pod.Spec.Volumes.Select(volume =>
        volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is null ? null : $"{pod.Name}-{volume.Name}")).OfType<string>();

    private static IEnumerable<VolumeProjection> Projected(Pod pod) => pod.Spec.Volumes.SelectMany(volume => volume.Projected?.Sources ?? []);

    private static IEnumerable<Container> Containers(Pod pod) => pod.Spec.InitContainers.Concat(pod.Spec.Containers).Concat(pod.Spec.EphemeralContainers);

    private static string[] Names(List<Pod> pods, Func<Pod, IEnumerable<string>> of) =>
        [.. pods.SelectMany(of, (pod, name) => $"{pod.Namespace}/{name}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>A binding that counts for a node.</summary>
/// <param name="Binding"><c>Kind/namespace/name</c>.</param>
/// <param name="Role">Likewise.</param>
/// <param name="Namespace">Where it holds; null for the whole cluster.</param>
/// <param name="ForAllNodes">It names the group <c>system:nodes</c>, not this node.</param>
public sealed record NodeBinding(string Binding, string Role, string? Namespace, bool ForAllNodes);
