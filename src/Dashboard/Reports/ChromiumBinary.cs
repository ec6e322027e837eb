namespace Posture.Dashboard.Reports;

/// <summary>Finds the browser that prints.</summary>
internal static class ChromiumBinary
{
    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "chrome.exe", "msedge.exe"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ];

    /// <summary>The browser that is named (a path, or a name on the PATH), else the first known one; null when there is none.</summary>
    public static string? Find(string? named, string? path)
    {
        if (!string.IsNullOrEmpty(named))
            return Path.IsPathFullyQualified(named) ? Existing(named) : OnPath(named, path);
        return Names.Select(name => OnPath(name, path)).Concat(Places.Select(Existing)).FirstOrDefault(found => found is not null);
    }

    private static string? OnPath(string name, string? path) => (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathFullyQualified).Select(folder => Existing(Path.Combine(folder, name))).FirstOrDefault(found => found is not null);

    private static string? Existing(string file) => File.Exists(file) ? file : null;
}
