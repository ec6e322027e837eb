using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>What may pass from one workload, or range of IPv4 addresses, to another.</summary>
/// <param name="Source"><c>namespace/name[Kind]</c>, or <c>first-last</c> address, or <c>{ingress-controller}</c>, <c>{gateway}</c>.</param>
/// <param name="Destination"><c>namespace/name[Kind]</c>, or <c>first-last</c> address.</param>
/// <param name="Allowed">Ports that pass between any of their pods.</param>
/// <param name="Policies">Policies that decided.</param>
/// <param name="NotModelled">Policies that are present, not modelled: with any, the connection is not assessed.</param>
public sealed record NetworkConnection(
    string Source, string Destination, PortSet Allowed, IReadOnlyCollection<ObjectRef> Policies, IReadOnlyCollection<ObjectRef> NotModelled)
{
    /// <summary>Ingresses, Routes and Gateway routes that lead there.</summary>
    public IReadOnlyCollection<ObjectRef> Via { get; init; } = [];
}
