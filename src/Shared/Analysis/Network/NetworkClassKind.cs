namespace Posture.Analysis.Network;

/// <summary>What the members of a <see cref="NetworkClass"/> are.</summary>
public enum NetworkClassKind
{
    /// <summary>Pods with an address of their own.</summary>
    Pods = 0,
    /// <summary>Pods on the network of their node: no policy selects them, and selectors of peers pass them by.</summary>
    HostPods = 1,
    /// <summary>Addresses outside of the cluster.</summary>
    Addresses = 2,
    /// <summary>What answers for Ingresses, Routes and Gateways: some pod of which neither namespace nor labels are known.</summary>
    Controller = 3,
}
