namespace Posture.Analysis.Catalogue;

/// <summary>
/// Last day of upstream support of each Kubernetes minor version. Source: the release pages of kubernetes.io, read in August 2026. Versions before the first
/// row ended earlier; versions after the last row are not known to this table.
/// </summary>
internal static class KubernetesSupport
{
    private const int FirstMinor = 31;

    private static readonly DateOnly[] Ends =
    [
        new(2025, 10, 28), new(2026, 2, 28), new(2026, 6, 28), new(2026, 10, 27), new(2027, 2, 28), new(2027, 6, 28),
    ];

    /// <summary>The newest minor version of the table.</summary>
    public static int NewestMinor => FirstMinor + Ends.Length - 1;

    /// <summary>Last day of support; the minimum for older versions, null for newer ones than the table holds.</summary>
    public static DateOnly? EndOf(int minor) => minor < FirstMinor ? DateOnly.MinValue : minor > NewestMinor ? null : Ends[minor - FirstMinor];

    /// <summary>The oldest minor version supported on a day; one past the newest when none of the table is.</summary>
    public static int OldestSupported(DateOnly day)
    {
        for (var i = 0; i < Ends.Length; i++)
            if (Ends[i] >= day)
                return FirstMinor + i;
        return NewestMinor + 1;
    }
}
