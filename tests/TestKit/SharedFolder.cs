namespace Posture.TestKit;

/// <summary>Material beside the repository (<c>../shared</c> from its root). Absent on a plain checkout: tests over it are then skipped by name.</summary>
public static class SharedFolder
{
    /// <summary>The folder of that name, or null when it is not there.</summary>
    public static string? Find(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Posture.sln")))
            root = root.Parent;
        var folder = root is null ? null : Path.Combine(root.FullName, "..", "shared", name);
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
