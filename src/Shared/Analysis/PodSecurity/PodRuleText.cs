using Posture.Model.Inventory;

namespace Posture.Analysis.PodSecurity;

/// <summary>Who offends a rule, in words. Nothing is built for a pod that offends none.</summary>
internal static class PodRuleText
{
    /// <summary>Names of the containers that a rule objects to: init containers, containers, ephemeral containers; null when there is none.</summary>
    public static List<string>? Offenders(PodSpec spec, Func<Container, bool> offends)
    {
        List<string>? names = null;
        Collect(spec.InitContainers, offends, ref names);
        Collect(spec.Containers, offends, ref names);
        Collect(spec.EphemeralContainers, offends, ref names);
        return names;
    }

    /// <summary>Every container of a pod.</summary>
    public static IEnumerable<Container> Containers(PodSpec spec) => spec.InitContainers.Concat(spec.Containers).Concat(spec.EphemeralContainers);

    /// <summary><c>container "a"</c> or <c>containers "a", "b"</c>.</summary>
    public static string Named(List<string> containers) => $"{Plural("container", containers.Count)} {Quoted(containers)}";

    /// <summary><c>pod and containers "a", "b"</c>; null when neither the pod nor a container offends.</summary>
    public static string? Setters(bool pod, List<string>? containers) => (pod, containers) switch
    {
        (false, null) => null,
        (true, null) => "pod",
        (false, { } names) => Named(names),
        (true, { } names) => $"pod and {Named(names)}",
    };

    public static string Quoted(IEnumerable<string> items) => $"\"{string.Join("\", \"", items)}\"";

    public static string Plural(string word, int count) => count == 1 ? word : word + "s";

    /// <summary>Distinct values in byte order.</summary>
    public static SortedSet<string> Distinct(IEnumerable<string?> values) => new(values.OfType<string>(), StringComparer.Ordinal);

    private static void Collect(IReadOnlyList<Container> containers, Func<Container, bool> offends, ref List<string>? names)
    {
        for (var i = 0; i < containers.Count; i++)
            if (offends(containers[i]))
                (names ??= []).Add(containers[i].Name);
    }
}
