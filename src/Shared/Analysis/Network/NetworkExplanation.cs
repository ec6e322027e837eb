using Posture.Model.Inventory;

namespace Posture.Analysis.Network;

/// <summary>The answer to "may this end connect to that one, on these ports", with who decides in each direction.</summary>
/// <param name="Source">Where the connection starts.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Asked">The ports asked about.</param>
/// <param name="Verdict">The verdict, narrowed to them.</param>
/// <param name="Via">For a source outside of the cluster: Ingresses, routes and Services that lead there on these ports.</param>
public sealed record NetworkExplanation(NetworkEnd Source, NetworkEnd Destination, PortSet Asked, NetworkVerdict Verdict, IReadOnlyList<ObjectRef> Via)
{
    /// <summary>Pairs of classes, each with its answer.</summary>
    public static IReadOnlyList<NetworkExplanation> Of(Reachability reachability, IReadOnlyList<NetworkEnd> sources, IReadOnlyList<NetworkEnd> destinations, PortSet asked) =>
        [.. sources.SelectMany(source => destinations.Select(destination => Of(reachability, source, destination, asked)))];

    private static NetworkExplanation Of(Reachability reachability, NetworkEnd source, NetworkEnd destination, PortSet asked)
    {
        var verdict = source.Members is [var one] && destination.Members is [var other] && one.Source.Ref == other.Source.Ref
            ? reachability.Between(one.Source.Ref, other.Source.Ref)! : reachability.Between(source.Class, destination.Class);
        var via = source.Class.Kind != NetworkClassKind.Addresses ? [] : reachability.Entries
            .Where(entry => destination.Members.Contains(entry.Member) && !entry.Ports.Intersect(asked).IsEmpty).Select(entry => entry.Route).Distinct();
        return new(source, destination, asked, verdict with
        {
            Allowed = verdict.Allowed.Intersect(asked),
            Egress = Narrow(verdict.Egress, asked),
            Ingress = Narrow(verdict.Ingress, asked),
        }, [.. via]);
    }

    private static DirectionVerdict Narrow(DirectionVerdict direction, PortSet asked) => direction with
    {
        Allowed = direction.Allowed.Intersect(asked),
        Decisions = [.. direction.Decisions.Select(decision => decision with { Ports = decision.Ports.Intersect(asked) }).Where(decision => !decision.Ports.IsEmpty)],
    };
}
