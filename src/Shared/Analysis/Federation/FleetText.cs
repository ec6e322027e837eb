using Posture.Analysis.Indexes;

namespace Posture.Analysis.Federation;

/// <summary>Wording of comparisons.</summary>
internal static class FleetText
{
    /// <summary>Why nothing can be compared.</summary>
    public static string Incomparable(ClusterView view, string compared) => view.Fleet.Others.Count == 0
        ? "One cluster alone; nothing to compare with."
        : $"No other cluster to compare with has published its {compared} yet.";

    /// <summary>Up to three names, and how many more there are. Only for findings of cluster-scoped objects.</summary>
    public static string Names(IEnumerable<Peer> peers) => Names([.. peers.Select(peer => peer.Name)]);

    public static string Names(IReadOnlyCollection<string> names) => names.Count <= 3
        ? string.Join(", ", names.Order(StringComparer.Ordinal))
        : $"{string.Join(", ", names.Order(StringComparer.Ordinal).Take(3))} and {names.Count - 3} more";

    /// <summary>"2 of 3 other clusters": says nothing of which.</summary>
    public static string Count(int some, int all) => $"{some} of {all} other cluster{(all == 1 ? "" : "s")}";

    /// <summary>Names where only the security lead reads, a count elsewhere.</summary>
    public static string Who(IReadOnlyCollection<Peer> some, int all, string ns) => ns.Length == 0 ? Names(some) : Count(some.Count, all);
}
