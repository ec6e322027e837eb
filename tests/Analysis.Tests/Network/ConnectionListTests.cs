using Posture.Analysis.Network;
using Posture.Analysis.Policy;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Network;

/// <summary>Lines of the list: addresses, entries, names.</summary>
public sealed class ConnectionListTests
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, ports: [{ name: http, containerPort: 8080 }] }] } } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ name: main, port: 80, targetPort: http }, { name: admin, port: 81, targetPort: 9000 }] }
        ---

        """;

    private const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: in, namespace: shop }
        spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }

        """;

    [Theory]
    [InlineData("{ number: 80 }", "TCP 8080")]
    [InlineData("{ name: admin }", "TCP 9000")]
    [InlineData("{ number: 82 }", null)]
    public void Ingress_OpensThePortBehindItsService(string port, string? opened) =>
        Assert.Equal(opened, From("{ingress-controller}", Web + Ingress.Replace("{ number: 80 }", port, StringComparison.Ordinal)));

    [Theory]
    [InlineData("{ to: { kind: Service, name: web }, port: { targetPort: http } }", "TCP 8080")]
    [InlineData("{ to: { kind: Service, name: web }, port: { targetPort: 9000 } }", "TCP 9000")]
    [InlineData("{ to: { kind: Service, name: web } }", "TCP 8080,9000")]
    [InlineData("{ to: { kind: Service, name: other } }", null)]
    public void Route_OpensThePortBehindItsService(string spec, string? opened) => Assert.Equal(opened, From("{ingress-controller}", Web + $$"""
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: { name: in, namespace: shop }
        spec: {{spec}}
        """));

    [Theory]
    [InlineData("UDPRoute", "{ backendRefs: [{ name: dns, port: 53 }] }", "UDP 5353")]
    [InlineData("TCPRoute", "{ backendRefs: [{ name: dns, port: 53 }] }", "TCP 5353")]
    [InlineData("HTTPRoute", "{ filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: dns, port: 53 } } }] }", "TCP 5353")]
    [InlineData("TCPRoute", "{ backendRefs: [{ name: elsewhere, port: 53 }] }", null)]
    public void GatewayRoute_CarriesItsProtocol_ToMirrorsToo(string kind, string rule, string? opened) => Assert.Equal(opened, From("{gateway}", Web + $$"""
        apiVersion: v1
        kind: Service
        metadata: { name: dns, namespace: shop }
        spec: { selector: { app: web }, ports: [{ port: 53, targetPort: 5353, protocol: UDP }, { port: 53, targetPort: 5353 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: elsewhere, namespace: shop }
        spec: { type: ExternalName, externalName: dns.example.com, selector: { app: web }, ports: [{ port: 53 }] }
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: {{kind}}
        metadata: { name: in, namespace: shop }
        spec: { parentRefs: [{ name: g }], rules: [{{rule}}] }
        """));

    [Theory]
    [InlineData("shop", "{ kind: Gateway, name: g }", "", "TCP 9000")]
    [InlineData("edge", "{ kind: Gateway, name: g }", "", null)]
    [InlineData("edge", "{ kind: Gateway, name: g }", "{ from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }], to: [{ group: '', kind: Service }] }", "TCP 9000")]
    [InlineData("shop", "{ kind: Service, group: '', name: web }", "", null)]
    public void GatewayRoute_OpensThePortBehindItsService_WhereItMayNameIt(string ns, string parent, string grant, string? opened) => Assert.Equal(opened, From("{gateway}", Web + $$"""
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: { name: in, namespace: {{ns}} }
        spec: { parentRefs: [{{parent}}], rules: [{ backendRefs: [{ name: web, namespace: shop, port: 81 }] }] }

        """ + (grant.Length == 0 ? "" : $$"""
        ---
        apiVersion: gateway.networking.k8s.io/v1beta1
        kind: ReferenceGrant
        metadata: { name: g, namespace: shop }
        spec: {{grant}}
        """)));

    [Theory]
    [InlineData("shop", "gateways: [edge/public], http: [{ route: [{ destination: { host: web, port: { number: 81 } } }] }]", "TCP 9000")]
    [InlineData("edge", "gateways: [public], tcp: [{ route: [{ destination: { host: web.shop.svc.cluster.local } }] }]", "TCP 8080,9000")]
    [InlineData("shop", "gateways: [public], http: [{ route: [{ destination: { host: other } }], mirror: { host: web, port: { number: 80 } } }]", "TCP 8080")]
    [InlineData("shop", "gateways: [public], http: [{ delegate: { name: part, namespace: parts } }]", "TCP 9000")]
    [InlineData("shop", "gateways: [mesh], http: [{ route: [{ destination: { host: web } }] }]", null)]
    [InlineData("shop", "http: [{ route: [{ destination: { host: web } }] }]", null)]
    [InlineData("edge", "gateways: [public], http: [{ route: [{ destination: { host: web } }] }]", null)]
    [InlineData("shop", "gateways: [public], http: [{ route: [{ destination: { host: web.example.com } }] }]", null)]
    public void VirtualServiceOfAGateway_OpensThePortBehindItsService(string ns, string spec, string? opened) => Assert.Equal(opened, From("{gateway}", Web + $$"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: in, namespace: {{ns}} }
        spec: { hosts: [shop.example.com], {{spec}} }
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: part, namespace: parts }
        spec: { http: [{ route: [{ destination: { host: web.shop.svc.cluster.local, port: { number: 81 } } }] }] }
        """));

    [Theory]
    [InlineData("[{ from: [{ namespaceSelector: {} }] }]", "TCP 8080")]
    [InlineData("[{ ports: [{ port: 9000 }] }]", null)]
    [InlineData("[{ from: [{ podSelector: {} }] }]", null)]
    [InlineData("[{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]", null)]
    public void Ingress_IsHeldByPoliciesOfThePods(string rules, string? opened) => Assert.Equal(opened, From("{ingress-controller}", Web + Ingress + $$"""
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: own, namespace: shop }
        spec: { podSelector: {}, ingress: {{rules}} }
        """));

    [Fact]
    public void Addresses_AreCutByTheBlocksOfTheirDirection()
    {
        var rows = Rows(Web + """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: own, namespace: other }
            spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }] }] }
            """);

        Assert.Equal(["0.0.0.0-9.255.255.255", "10.0.0.0-10.0.255.255", "10.1.0.0-10.1.255.255", "10.2.0.0-10.255.255.255", "11.0.0.0-255.255.255.255"],
            rows.Where(row => row.Destination == "shop/web[Deployment]").Select(row => row.Source));
        Assert.Equal("0.0.0.0-255.255.255.255", Assert.Single(rows, row => row.Source == "shop/web[Deployment]").Destination);
    }

    [Theory]
    [InlineData("{ kind: Node, name: n1, controller: true }", "shop/p[Pod]")]
    [InlineData("{ name: own, controller: true }", "shop/own[Pod]")]
    [InlineData("{ kind: ReplicaSet, name: own, controller: true }", "shop/own[ReplicaSet]")]
    [InlineData("{ kind: ReplicaSet, name: own }", "shop/p[Pod]")]
    public void PodWithoutItsOwner_IsNamedAfterIt(string owner, string name) => Assert.Contains(name, Rows($$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: p, namespace: shop, ownerReferences: [{{owner}}] }
        spec: { containers: [{ name: c }] }
        """).Select(row => row.Source));

    private static string? From(string source, string yaml) => Rows(yaml).SingleOrDefault(row => row.Source == source)?.Allowed.ToString();

    private static IReadOnlyList<NetworkConnection> Rows(string yaml) => ConnectionList.Of(new(new("test", Manifests.Inventory(yaml), PosturePolicy.Default)));
}
