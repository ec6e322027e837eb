using Posture.Analysis.Indexes;
using Posture.Analysis.Network;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Network;

/// <summary>Each rule of NetworkPolicy once: three pods, one policy, who still gets through.</summary>
public sealed class ReachabilityTests
{
    private const string Pods = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop, labels: { team: shop } }
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: bank, labels: { team: bank } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web, namespace: shop, labels: { app: web } }
        spec: { containers: [{ name: c, ports: [{ name: http, containerPort: 8080 }, { name: dns, containerPort: 53, protocol: UDP }] }] }
        status: { podIP: 10.0.0.1 }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: api, namespace: shop, labels: { app: api } }
        spec: { containers: [{ name: c, ports: [{ name: http, containerPort: 9090 }] }] }
        status: { podIP: 10.0.0.2 }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: teller, namespace: bank, labels: { app: web } }
        spec: { containers: [{ name: c }] }
        status: { podIP: 10.0.1.1 }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: agent, namespace: shop, labels: { app: web } }
        spec: { hostNetwork: true, containers: [{ name: c }] }

        """;

    [Fact]
    public void NoPolicy_EverythingPasses() => Assert.True(Between("shop/api", "bank/teller", "").Allowed.IsAll);

    [Fact]
    public void PolicyTypesAbsent_NoRules_IsolatesIngressOnly()
    {
        const string policy = "podSelector: { matchLabels: { app: web } }";

        Assert.Equal(PortSet.None, Between("shop/api", "shop/web", policy).Allowed);
        Assert.Equal(PortSet.All, Between("shop/web", "shop/api", policy).Allowed);
        Assert.Equal(PortSet.All, Between("shop/api", "bank/teller", policy).Allowed);
    }

    [Fact]
    public void PolicyTypesAbsent_EgressRules_IsolatesBothDirections()
    {
        const string policy = "{ podSelector: {}, egress: [{ to: [{ podSelector: {} }] }] }";

        Assert.Equal(PortSet.None, Between("shop/web", "bank/teller", policy).Allowed);
        Assert.Equal(PortSet.None, Between("bank/teller", "shop/web", policy).Allowed);
    }

    [Fact]
    public void BothDirections_MustAllow()
    {
        const string policy = "{ podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}] }";
        var verdict = Between("shop/web", "shop/api", policy);

        Assert.Equal((PortSet.None, PortSet.All, PortSet.None), (verdict.Allowed, verdict.Egress.Allowed, verdict.Ingress.Allowed));
        Assert.Equal([NetworkEffect.Isolates], verdict.Ingress.Decisions.Select(decision => decision.Effect));
        Assert.Equal("own", verdict.Ingress.Decisions[0].Policy.Name);
    }

    [Fact]
    public void PodToItself_AlwaysPasses() => Assert.True(Between("shop/web", "shop/web", "{ podSelector: {}, policyTypes: [Ingress, Egress] }").Allowed.IsAll);

    [Theory]
    [InlineData("[{ podSelector: {} }]", true, false)]
    [InlineData("[{ podSelector: { matchLabels: { app: web } } }]", false, false)]
    [InlineData("[{ namespaceSelector: {} }]", true, true)]
    [InlineData("[{ namespaceSelector: { matchLabels: { team: bank } } }]", false, true)]
    [InlineData("[{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: bank } } }]", false, true)]
    [InlineData("[{ namespaceSelector: { matchLabels: { team: bank } }, podSelector: { matchLabels: { app: api } } }]", false, false)]
    [InlineData("[{ namespaceSelector: { matchLabels: { team: bank } } }, { podSelector: { matchLabels: { app: api } } }]", true, true)]
    [InlineData("[{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.1.0/24] } }]", true, false)]
    [InlineData("[{ ipBlock: { cidr: nonsense } }]", false, false)]
    [InlineData("[{}]", false, false)]
    [InlineData("[]", true, true)]
    public void Peers_SelectWhomTheySay(string from, bool fromApi, bool fromTeller)
    {
        var policy = $"{{ podSelector: {{ matchLabels: {{ app: web }} }}, ingress: [{{ from: {from} }}] }}";

        Assert.Equal(fromApi, Between("shop/api", "shop/web", policy).Allowed.IsAll);
        Assert.Equal(fromTeller, Between("bank/teller", "shop/web", policy).Allowed.IsAll);
    }

    [Theory]
    [InlineData("[{ port: 80 }]", "TCP 80")]
    [InlineData("[{ port: 80, endPort: 90 }, { port: 91 }]", "TCP 80-91")]
    [InlineData("[{ protocol: UDP }]", "UDP all")]
    [InlineData("[{ port: http }]", "TCP 8080")]
    [InlineData("[{ port: dns }]", "none")]
    [InlineData("[{ port: dns, protocol: UDP }]", "UDP 53")]
    [InlineData("[{ port: 80, protocol: ICMP }]", "none")]
    [InlineData("[{ port: 90, endPort: 80 }]", "none")]
    [InlineData("[{ port: 70000 }]", "none")]
    [InlineData("[]", "all")]
    public void Ports_OpenWhatTheySay(string ports, string allowed) =>
        Assert.Equal(allowed, Between("shop/api", "shop/web", $"{{ podSelector: {{ matchLabels: {{ app: web }} }}, ingress: [{{ ports: {ports} }}] }}").Allowed.ToString());

    [Fact]
    public void NamedPortOfEgress_IsResolvedOnTheDestination()
    {
        const string policy = "{ podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ port: http }] }] }";

        Assert.Equal("TCP 9090", Between("shop/web", "shop/api", policy).Allowed.ToString());
        Assert.Equal("TCP 8080", Between("shop/api", "shop/web", policy).Allowed.ToString());
        Assert.Equal("none", Between("shop/api", "bank/teller", policy).Allowed.ToString());
    }

    [Fact]
    public void HostNetworkPod_IsNeitherSelectedNorAPeer()
    {
        const string policy = "{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }";

        Assert.Equal(PortSet.All, Between("bank/teller", "shop/agent", policy).Allowed);
        Assert.Equal(PortSet.None, Between("shop/agent", "shop/web", policy).Allowed);
    }

    [Fact]
    public void HostNetworkPod_WherePluginHoldsPolicies_IsSelected()
    {
        const string policy = "{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }";
        var reachability = new Reachability(View(policy), holdsOnHost: true);

        Assert.Equal(PortSet.None, reachability.Between(Pod("bank/teller"), Pod("shop/agent"))!.Allowed);
        Assert.Equal(PortSet.All, reachability.Between(Pod("shop/agent"), Pod("shop/web"))!.Allowed);
    }

    [Fact]
    public void SecondAddressOfPod_IsInItsBlocksToo()
    {
        var reachability = new Reachability(new("test", Manifests.Inventory("""
            apiVersion: v1
            kind: Pod
            metadata: { name: dual, namespace: a }
            spec: { containers: [{ name: c }] }
            status: { podIP: 10.0.0.1, podIPs: [{ ip: 10.0.0.1 }, { ip: 'fd00::1' }] }
            ---
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: b }
            spec: { containers: [{ name: c }] }
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: six, namespace: b }
            spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 'fd00::/8' } }] }] }
            """), PosturePolicy.Default));

        Assert.Equal(PortSet.All, reachability.Between(Pod("a/dual"), Pod("b/web"))!.Allowed);
    }

    [Theory]
    [InlineData("nodes: { matchLabels: { role: worker } }", "shop/agent")]
    [InlineData("domainNames: ['*.example.org']", "external")]
    public void PeerThatObjectsDoNotResolve_MakesTheVerdictUncertain(string peer, string unsure)
    {
        var reachability = new Reachability(new("test", Manifests.Inventory(Pods + $$"""
            ---
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: { name: names }
            spec: { priority: 1, subject: { namespaces: { matchLabels: { team: shop } } }, egress: [{ action: Allow, to: [{ {{peer}} }] }] }
            """), PosturePolicy.Default));
        var external = reachability.Classes.First(held => held.Kind == NetworkClassKind.Addresses);
        var web = reachability.ClassOf(Pod("shop/web"))!;

        Assert.Equal(unsure == "external" ? ["names"] : [], reachability.Between(web, external).NotModelled.Select(policy => policy.Name));
        Assert.Equal(unsure == "shop/agent" ? ["names"] : [], reachability.Between(Pod("shop/web"), Pod("shop/agent"))!.NotModelled.Select(policy => policy.Name));
        Assert.True(reachability.Between(Pod("shop/web"), Pod("bank/teller"))!.IsCertain);
    }

    [Theory]
    [InlineData("Accept", "all", "{ later: {} }")]
    [InlineData("Deny", "none", "{ later: {} }")]
    [InlineData("Pass", "none", "{ namespaces: { matchLabels: { team: nobody } } }, { later: {} }")]
    [InlineData("Deny", "none", "{ networks: [192.0.2.0/24] }")]
    public void PeerOfAKindToCome_ClosesTheRule(string action, string allowed, string peers) => Assert.Equal(allowed, new Reachability(new("test", Manifests.Inventory(Pods + $$"""
        ---
        apiVersion: policy.networking.k8s.io/v1beta1
        kind: ClusterNetworkPolicy
        metadata: { name: later }
        spec: { tier: Admin, priority: 1, subject: { namespaces: {} }, ingress: [{ action: {{action}}, from: [{{peers}}] }] }
        """), PosturePolicy.Default)).Between(Pod("shop/api"), Pod("shop/web"))!.Allowed.ToString());

    [Theory]
    [InlineData("", "none")]
    [InlineData(", restartPolicy: Always", "TCP 9000")]
    public void NamedPortOfAnInitContainer_CountsWhereItRunsOn(string restart, string allowed) => Assert.Equal(allowed, new Reachability(new("test", Manifests.Inventory(Pods + $$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: late, namespace: shop, labels: { app: late } }
        spec: { initContainers: [{ name: i, ports: [{ name: side, containerPort: 9000 }]{{restart}} }], containers: [{ name: c }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: p, namespace: shop }
        spec: { podSelector: { matchLabels: { app: late } }, ingress: [{ ports: [{ port: side }] }] }
        """), PosturePolicy.Default)).Between(Pod("shop/api"), Pod("shop/late"))!.Allowed.ToString());

    [Fact]
    public void Decision_NamesTheRule()
    {
        var verdict = Between("bank/teller", "shop/web", "{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }, { ports: [{ port: 80 }] }] }");

        Assert.Equal([("spec.ingress[1]", NetworkEffect.Allows), ("", NetworkEffect.Isolates)], verdict.Ingress.Decisions.Select(decision => (decision.Rule, decision.Effect)));
    }

    [Fact]
    public void Addresses_OfBlocksAndHoles_AreTheirOwnClasses()
    {
        var reachability = Of("{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 192.168.0.0/16, except: [192.168.7.0/24] } }] }] }");
        var web = reachability.ClassOf(Pod("shop/web"))!;

        var open = Assert.Single(reachability.Classes, held => held.Kind == NetworkClassKind.Addresses && reachability.Between(held, web).Allowed.IsAll);
        Assert.Equal("192.168.0.0-192.168.6.255 192.168.8.0-192.168.255.255", string.Join(' ', open.Ranges));
    }

    [Fact]
    public void PodsThatNoPolicyTellsApart_AreOneClass()
    {
        var reachability = Of("{ podSelector: { matchLabels: { other: x } } }");

        Assert.Same(reachability.ClassOf(Pod("shop/web")), reachability.ClassOf(Pod("shop/api")));
        Assert.NotSame(reachability.ClassOf(Pod("shop/web")), reachability.ClassOf(Pod("bank/teller")));
    }

    [Fact]
    public void CalicoPolicyOfNamespace_IsPresentButNotModelled()
    {
        var reachability = new Reachability(new("test", Manifests.Inventory(Pods + """
            ---
            apiVersion: projectcalico.org/v3
            kind: NetworkPolicy
            metadata: { name: strict, namespace: shop }
            spec: { selector: app == 'web', ingress: [{ action: Deny }] }
            """), PosturePolicy.Default));

        Assert.Equal("strict", Assert.Single(reachability.Between(Pod("bank/teller"), Pod("shop/web"))!.NotModelled).Name);
        Assert.True(reachability.Between(Pod("shop/api"), Pod("bank/teller"))!.IsCertain);
    }

    [Fact]
    public void CiliumPolicy_IsPresentButNotModelled()
    {
        var reachability = new Reachability(new("test", Manifests.Inventory(Pods + """
            ---
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata: { name: strict, namespace: shop }
            spec: { endpointSelector: { matchLabels: { app: web } }, ingress: [{}] }
            """), PosturePolicy.Default));

        Assert.Equal("strict", Assert.Single(reachability.Between(Pod("shop/api"), Pod("shop/web"))!.NotModelled).Name);
        Assert.True(reachability.Between(Pod("shop/api"), Pod("bank/teller"))!.IsCertain);
    }

    private static NetworkVerdict Between(string source, string destination, string spec) => Of(spec).Between(Pod(source), Pod(destination))!;

    private static Reachability Of(string spec) => new(View(spec));

    private static ClusterView View(string spec) => new("test", Manifests.Inventory(spec.Length == 0 ? Pods : Pods + $"""
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: own
          namespace: shop
        spec:
          {spec}
        """), PosturePolicy.Default);

    private static ObjectRef Pod(string path) => new("v1", "Pod", path.Split('/')[0], path.Split('/')[1]);
}
