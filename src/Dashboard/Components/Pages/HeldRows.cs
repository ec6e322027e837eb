namespace Posture.Dashboard.Components.Pages;

/// <summary>Newer rows without moving what is on the screen (ux.md §2.5).</summary>
internal static class HeldRows
{
    /// <summary>The shown rows in their order, each replaced by its newer self; and how many rows came, went or moved.</summary>
    public static (IReadOnlyList<T> Rows, int Changes) Merge<T, TKey>(IReadOnlyList<T> shown, IReadOnlyList<T> fresh, Func<T, TKey> key)
        where TKey : notnull
    {
        var newer = fresh.Select((row, index) => (row, index)).ToDictionary(pair => key(pair.row), pair => pair);
        var rows = new List<T>(shown.Count);
        int kept = 0, moved = 0, last = -1;
        foreach (var row in shown)
        {
            if (!newer.TryGetValue(key(row), out var found))
            {
                rows.Add(row);
                continue;
            }
            rows.Add(found.row);
            kept++;
            if (found.index < last)
                moved++;
            last = Math.Max(last, found.index);
        }
        return (rows, shown.Count - kept + (fresh.Count - kept) + moved);
    }
}
