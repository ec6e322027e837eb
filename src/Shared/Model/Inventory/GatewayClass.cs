using System.Text.Json;

namespace Posture.Model.Inventory;

/// <summary>gateway.networking.k8s.io GatewayClass.</summary>
public sealed record GatewayClass : KubeObject
{
    public GatewayClassSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Controller behind a class.</summary>
public sealed record GatewayClassSpec
{
    public string? ControllerName { get; set; }
}

/// <summary>gateway.networking.k8s.io Gateway, or ListenerSet, which adds listeners to one (told apart by Kind).</summary>
public sealed record Gateway : KubeObject
{
    public GatewaySpec Spec { get; set => field = value ?? new(); } = new();
    public GatewayStatus? Status { get; set; }
}

/// <summary>Conditions of the listeners.</summary>
public sealed record GatewayStatus
{
    public IReadOnlyList<GatewayListenerStatus> Listeners { get; set => field = value ?? []; } = [];
}

/// <summary>Conditions of one listener, by its name.</summary>
public sealed record GatewayListenerStatus
{
    public string Name { get; set => field = value ?? ""; } = "";
    public IReadOnlyList<Condition> Conditions { get; set => field = value ?? []; } = [];
}

/// <summary>gateway/v1 GatewaySpec.</summary>
public sealed record GatewaySpec
{
    /// <summary>TLS of the Gateway as a whole: <c>frontend.default.validation</c> and per port.</summary>
    public JsonElement? Tls { get; set; }
    public string? GatewayClassName { get; set; }
    public IReadOnlyList<GatewayListener> Listeners { get; set => field = value ?? []; } = [];
}

/// <summary>One listener.</summary>
public sealed record GatewayListener
{
    public string Name { get; set => field = value ?? ""; } = "";
    public string? Hostname { get; set; }
    public int? Port { get; set; }
    public string? Protocol { get; set; }
    public GatewayTls? Tls { get; set; }
    public AllowedRoutes? AllowedRoutes { get; set; }
}

/// <summary>TLS of a listener; Mode absent means Terminate.</summary>
public sealed record GatewayTls
{
    public string? Mode { get; set; }
    public IReadOnlyList<CertificateReference> CertificateRefs { get; set => field = value ?? []; } = [];
    public JsonElement? FrontendValidation { get; set; }
    public StringMap Options { get; set => field = value ?? StringMap.Empty; } = StringMap.Empty;
}

/// <summary>A certificate, by default a Secret of the Gateway's namespace.</summary>
public sealed record CertificateReference
{
    public string? Group { get; set; }
    public string? Kind { get; set; }
    public string? Namespace { get; set; }
    public string Name { get; set => field = value ?? ""; } = "";
}

/// <summary>Namespaces whose routes attach.</summary>
public sealed record AllowedRoutes
{
    public RouteNamespaces? Namespaces { get; set; }
}

/// <summary>From is Same, All or Selector.</summary>
public sealed record RouteNamespaces
{
    public string? From { get; set; }
    public LabelSelector? Selector { get; set; }
}

/// <summary>HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute (told apart by Kind).</summary>
public sealed record GatewayRoute : KubeObject
{
    public GatewayRouteSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Parents, hosts and rules of a route.</summary>
public sealed record GatewayRouteSpec
{
    public IReadOnlyList<ParentReference> ParentRefs { get; set => field = value ?? []; } = [];
    public IReadOnlyList<string> Hostnames { get; set => field = value ?? []; } = [];
    public IReadOnlyList<GatewayRouteRule> Rules { get; set => field = value ?? []; } = [];
}

/// <summary>The Gateway or Service a route attaches to.</summary>
public sealed record ParentReference
{
    public string? Group { get; set; }
    public string? Kind { get; set; }
    public string? Namespace { get; set; }
    public string Name { get; set => field = value ?? ""; } = "";
    public string? SectionName { get; set; }
    public int? Port { get; set; }
}

/// <summary>Matches are kept only as a count; filters by type.</summary>
public sealed record GatewayRouteRule
{
    public IReadOnlyList<BackendReference> BackendRefs { get; set => field = value ?? []; } = [];
    public IReadOnlyList<GatewayRouteFilter> Filters { get; set => field = value ?? []; } = [];
}

/// <summary>Service behind a route.</summary>
public sealed record BackendReference
{
    public string? Group { get; set; }
    public string? Kind { get; set; }
    public string? Namespace { get; set; }
    public string Name { get; set => field = value ?? ""; } = "";
    public int? Port { get; set; }
    public int? Weight { get; set; }
}

/// <summary>One filter.</summary>
public sealed record GatewayRouteFilter
{
    public string Type { get; set => field = value ?? ""; } = "";
    public JsonElement? RequestRedirect { get; set; }
    public RequestMirror? RequestMirror { get; set; }
}

/// <summary>A Service that gets a copy of each request.</summary>
public sealed record RequestMirror
{
    public BackendReference? BackendRef { get; set; }
}

/// <summary>gateway.networking.k8s.io ReferenceGrant.</summary>
public sealed record ReferenceGrant : KubeObject
{
    public ReferenceGrantSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Who may refer to what.</summary>
public sealed record ReferenceGrantSpec
{
    public IReadOnlyList<ReferenceGrantPeer> From { get; set => field = value ?? []; } = [];
    public IReadOnlyList<ReferenceGrantPeer> To { get; set => field = value ?? []; } = [];
}

/// <summary>One side of a grant.</summary>
public sealed record ReferenceGrantPeer
{
    public string? Group { get; set; }
    public string Kind { get; set => field = value ?? ""; } = "";
    public string? Namespace { get; set; }
    public string? Name { get; set; }
}

/// <summary>gateway.networking.k8s.io BackendTLSPolicy.</summary>
public sealed record BackendTlsPolicy : KubeObject
{
    public JsonElement? Spec { get; set; }
}
