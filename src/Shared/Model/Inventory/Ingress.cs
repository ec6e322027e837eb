using System.Globalization;

namespace Posture.Model.Inventory;

/// <summary>networking.k8s.io/v1 Ingress.</summary>
public sealed record Ingress : KubeObject
{
    public IngressSpec Spec { get; set => field = value ?? new(); } = new();
    public ServiceStatus? Status { get; set; }
}

/// <summary>networking/v1 IngressSpec.</summary>
public sealed record IngressSpec
{
    public string? IngressClassName { get; set; }
    public IngressBackend? DefaultBackend { get; set; }
    public IReadOnlyList<IngressTls> Tls { get; set => field = value ?? []; } = [];
    public IReadOnlyList<IngressRule> Rules { get; set => field = value ?? []; } = [];
}

/// <summary>Hosts covered by a certificate Secret.</summary>
public sealed record IngressTls
{
    public IReadOnlyList<string> Hosts { get; set => field = value ?? []; } = [];
    public string? SecretName { get; set; }
}

/// <summary>Routes of a host; Host absent is any host.</summary>
public sealed record IngressRule
{
    public string? Host { get; set; }
    public HttpIngressRule? Http { get; set; }
}

/// <summary>Paths of a rule.</summary>
public sealed record HttpIngressRule
{
    public IReadOnlyList<HttpIngressPath> Paths { get; set => field = value ?? []; } = [];
}

/// <summary>One path and its backend.</summary>
public sealed record HttpIngressPath
{
    public string? Path { get; set; }
    public string? PathType { get; set; }
    public IngressBackend Backend { get; set => field = value ?? new(); } = new();
}

/// <summary>Service or resource behind a route.</summary>
public sealed record IngressBackend
{
    public IngressServiceBackend? Service { get; set; }
    public TypedReference? Resource { get; set; }

    /// <summary>v1beta1 wrote the Service's name and port side by side; they are kept as <see cref="Service"/>.</summary>
    public string? ServiceName
    {
        get => null;
        set => Service = value is null ? Service : (Service ?? new()) with { Name = value };
    }

    /// <summary>Number or name of a port in v1beta1.</summary>
    public string? ServicePort
    {
        get => null;
        set => Service = value is null ? Service : (Service ?? new()) with { Port = IngressServicePort.Of(value) };
    }
}

/// <summary>Service and port.</summary>
public sealed record IngressServiceBackend
{
    public string Name { get; set => field = value ?? ""; } = "";
    public IngressServicePort? Port { get; set; }
}

/// <summary>Port by name or number.</summary>
public sealed record IngressServicePort
{
    public string? Name { get; set; }
    public int? Number { get; set; }

    /// <summary>The port that a text means: a number, else a name.</summary>
    internal static IngressServicePort Of(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new() { Number = number } : new() { Name = text };
}

/// <summary>Reference to an object of the same namespace.</summary>
public sealed record TypedReference
{
    public string? ApiGroup { get; set; }
    public string Kind { get; set => field = value ?? ""; } = "";
    public string Name { get; set => field = value ?? ""; } = "";
}

/// <summary>networking.k8s.io/v1 IngressClass.</summary>
public sealed record IngressClass : KubeObject
{
    public IngressClassSpec Spec { get; set => field = value ?? new(); } = new();
}

/// <summary>Controller behind a class.</summary>
public sealed record IngressClassSpec
{
    public string? Controller { get; set; }
}
