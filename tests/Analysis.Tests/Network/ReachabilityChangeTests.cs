using CsCheck;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Network;

/// <summary>Reachability that follows pods says what one made anew says.</summary>
public sealed class ReachabilityChangeTests
{
    private const string Objects = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop }
        ---
        { apiVersion: apps/v1, kind: StatefulSet, metadata: { name: web, namespace: shop }, spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, ports: [{ name: http, containerPort: 8080 }] }] } } } }
        ---
        { apiVersion: apps/v1, kind: StatefulSet, metadata: { name: api, namespace: shop }, spec: { template: { metadata: { labels: { app: api } }, spec: { containers: [{ name: c }] } } } }
        ---
        { apiVersion: v1, kind: Service, metadata: { name: web, namespace: shop }, spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, targetPort: http, nodePort: 30080 }] } }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: own, namespace: shop }
        spec:
          podSelector: { matchLabels: { app: web } }
          ingress:
            - from: [{ podSelector: { matchLabels: { app: api } } }, { ipBlock: { cidr: 10.0.0.0/30 } }]
              ports: [{ port: http }]
        """;

    private static readonly string[] Names = ["a", "b", "c"];

    /// <summary>One pod as it may be at some time: of which controller, with which label, address, port and phase.</summary>
    private static readonly Gen<Pod> Pods =
        from name in Any(Names)
        from owner in Any("web", "api", "")
        from label in Any("web", "api", "other")
        from address in Any("10.0.0.1", "10.1.0.1")
        from port in Any(8080, 9090)
        from phase in Any("Running", "Running", "Succeeded")
        from onHost in Any(false, false, true)
        select new Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new()
            {
                Name = name,
                Namespace = "shop",
                Labels = StringMap.From([new("app", label)]),
                OwnerReferences = owner.Length == 0 ? [] : [new() { ApiVersion = "apps/v1", Kind = "StatefulSet", Name = owner, Controller = true }],
            },
            Spec = new() { HostNetwork = onHost, Containers = [new() { Name = "c", Ports = [new() { Name = "http", Port = port }] }] },
            Status = new() { Phase = phase, PodIP = address },
        };

    [Fact]
    public void Reachability_AnyChangesOfPods_IsThatMadeAnew() => Gen.Select(Pods, Gen.Int[0, 3], Gen.Bool).Array[1, 12].Sample(steps =>
    {
        var followed = View();
        _ = followed.Reachability.Entries;
        foreach (var (pod, dice, asked) in steps)
        {
            if (asked)
                _ = followed.Reachability.Entries;
            var before = followed.Inventory.Find(new("", "Pod"), "shop", pod.Name);
            if (dice > 0)
                followed.Inventory.Put(pod);
            else if (before is null)
                continue;
            else
                followed.Inventory.Remove(new("", "Pod"), "shop", pod.Name);
            followed.Apply(new(before, dice > 0 ? pod : null));
        }

        var fresh = View();
        foreach (var pod in followed.Inventory.All<Pod>())
        {
            fresh.Inventory.Put(pod);
            fresh.Apply(new(null, pod));
        }

        Assert.Equal(Said(fresh), Said(followed));
    }, iter: 2000);

    private static Gen<T> Any<T>(params T[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    private static ClusterView View() => new("test", Manifests.Inventory(Objects), PosturePolicy.Default);

    /// <summary>Every pair of ends, who is in a class with whom, and every way in.</summary>
    private static IEnumerable<string> Said(ClusterView view)
    {
        var reachability = view.Reachability;
        var ends = Names.Select(name => new ObjectRef("v1", "Pod", "shop", name)).Concat(((string[])["web", "api"]).Select(name => new ObjectRef("apps/v1", "StatefulSet", "shop", name))).ToList();
        foreach (var from in ends)
            foreach (var to in ends)
                yield return $"{from} {to} {reachability.Between(from, to)?.Allowed} {reachability.ClassOf(from) == reachability.ClassOf(to)}";
        foreach (var held in reachability.Classes.Select(held => $"{held.Kind} {string.Join(' ', held.Members.Select(member => $"{member.Source.Ref} of {member.Workload?.Ref}").Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal))
            yield return held;
        foreach (var entry in reachability.Entries.Select(entry => $"{entry.Service} {entry.Member.Source.Ref} {entry.Ports}").Order(StringComparer.Ordinal))
            yield return entry;
    }
}
