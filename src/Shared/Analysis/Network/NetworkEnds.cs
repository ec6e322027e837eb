namespace Posture.Analysis.Network;

/// <summary>
/// Finds the ends that a text names: <c>namespace/name</c> (a pod, else a workload), <c>namespace/kind/name</c>, <c>namespace/name[Kind]</c>, an address or CIDR
/// block, or <c>external</c> for every address outside of the cluster. As many ends as there are classes.
/// </summary>
public static class NetworkEnds
{
    public const string External = "external";

    /// <summary>None when nothing is named so. Several titles when a name without a kind is shared by several workloads.</summary>
    public static IReadOnlyList<NetworkEnd> Find(Reachability reachability, string text)
    {
        if (text == External)
            return [.. reachability.Classes.Where(held => held.Kind == NetworkClassKind.Addresses)
                .Select(held => new NetworkEnd($"{External} {Shown(held.Ranges)}", held, []))];
        // Names first: a namespace may be called 10.
        if (Named(reachability, text) is { Count: > 0 } ends)
            return ends;
        return text.AsSpan().IndexOfAny('.', ':') > 0 && (AddressRange.OfCidr(text) ?? AddressRange.OfAddress(text)) is { } range ? Addresses(reachability, text, range) : [];
    }

    private static List<NetworkEnd> Named(Reachability reachability, string text)
    {
        var parts = text.EndsWith(']') && text.IndexOf('[', StringComparison.Ordinal) is var bracket and > 0
            ? [.. text[..bracket].Split('/'), text[(bracket + 1)..^1]]
            : text.Split('/') is [var first, var middle, var last] ? [first, last, middle] : text.Split('/');
        return parts switch
        {
            [var ns, var name] => Members(reachability, member => IsPod(member, ns, name)) is { Count: > 0 } pods
                ? pods : Members(reachability, member => member.Title.StartsWith($"{ns}/{name}[", StringComparison.Ordinal)),
            [var ns, var name, var kind] => Members(reachability, member => IsOf(member, ns, name, kind)),
            _ => [],
        };
    }

    private static bool IsOf(NetworkMember member, string ns, string name, string kind)
    {
        var singular = kind.EndsWith('s') && !kind.EndsWith("ss", StringComparison.Ordinal) ? kind[..^1] : kind;
        return string.Equals(member.Title, $"{ns}/{name}[{singular}]", StringComparison.OrdinalIgnoreCase)
            || (string.Equals(singular, "pod", StringComparison.OrdinalIgnoreCase) && IsPod(member, ns, name));
    }

    private static bool IsPod(NetworkMember member, string ns, string name) => member.Source.Kind == "Pod" && member.Source.Namespace == ns && member.Source.Name == name;

    private static List<NetworkEnd> Members(Reachability reachability, Func<NetworkMember, bool> isMeant)
    {
        var ends = new List<NetworkEnd>();
        foreach (var held in reachability.Classes)
            foreach (var group in held.Members.Where(isMeant).GroupBy(member => member.Title))
                ends.Add(new(group.Key, held, [.. group]));
        // Pods of one workload that policies tell apart: say which.
        return [.. ends.Select(end => ends.Exists(other => other != end && other.Title == end.Title)
            ? end with { Title = $"{end.Title} ({end.Members[0].Source.Name}{(end.Members.Count > 1 ? $" and {end.Members.Count - 1} more" : "")})" } : end)];
    }

    /// <summary>The pod that has the address, else the classes that the range touches.</summary>
    private static List<NetworkEnd> Addresses(Reachability reachability, string text, AddressRange range)
    {
        if (range.First == range.Last)
            foreach (var held in reachability.Classes)
                foreach (var member in held.Members)
                    if (!held.IsOnHost && member.Addresses.Contains(range))
                        return [new(member.Title, held, [member])];
        return [.. reachability.Classes.Where(held => held.Ranges.Any(range.Overlaps))
            .Select(held => new NetworkEnd(held.Ranges.Any(part => part.Contains(range)) ? text
                : $"{text} ({Shown([.. held.Ranges.Where(range.Overlaps).Select(range.Within)])})", held, []))];
    }

    private static string Shown(IReadOnlyList<AddressRange> ranges) => string.Join(' ', ranges.Take(3)) + (ranges.Count > 3 ? $" and {ranges.Count - 3} more" : "");
}
