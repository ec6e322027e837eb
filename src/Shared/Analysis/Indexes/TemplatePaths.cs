using System.Collections.Concurrent;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Paths into pod templates, put together once each: thousands of workloads are at fault in the same field of the same container. Bounded; past that a path is put
/// together anew.
/// </summary>
internal static class TemplatePaths
{
    private const int MaxKept = 8192;

    /// <summary>Longer ones hold names that somebody chose, and seldom come again.</summary>
    private const int MaxLength = 128;

    private static readonly ConcurrentDictionary<(string Path, string? List, int Index, string Field), string> Kept = new();
    private static int _kept;

    /// <summary><c>path.field</c>, or <c>path.list[index].field</c> inside a list of containers.</summary>
    public static string Of(string path, string? list, int index, string field)
    {
        var key = (path, list, index, field);
        if (Kept.TryGetValue(key, out var known))
            return known;
        var made = list is null ? $"{path}.{field}" : $"{path}.{list}[{index}].{field}";
        return made.Length <= MaxLength && Volatile.Read(ref _kept) < MaxKept && Interlocked.Increment(ref _kept) <= MaxKept ? Kept.GetOrAdd(key, made) : made;
    }
}
