namespace Posture.Store.Reading;

/// <summary>The last three bits of a package of an image, as <c>image_scans.libraries</c> keeps it: what is to be said of it, so that a list of all packages is one pass.</summary>
internal static class LibraryCode
{
    public const long Mask = 7;

    /// <summary>It has vulnerabilities, and no version has a fix.</summary>
    public const int NoFix = 0;

    /// <summary>Of every vulnerability that has a fix somebody who may says that it does not matter.</summary>
    public const int Excluded = 6;

    /// <summary>Severities of those that have a fix, from 1.</summary>
    public static readonly IReadOnlyList<string> Severities = ["UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

    /// <summary>The code of a severity; that of UNKNOWN for any other word.</summary>
    public static int Of(string severity)
    {
        for (var i = 1; i < Severities.Count; i++)
            if (Severities[i] == severity)
                return i + 1;
        return 1;
    }
}
