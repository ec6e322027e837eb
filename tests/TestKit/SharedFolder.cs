namespace Posture.TestKit;

/// <summary>Material beside the repository (<c>../shared</c> from its root). Absent on a plain checkout: tests over it are then skipped by name.</summary>
public static class SharedFolder
{
    /// <summary>Root of the checkout that the tests run from; null outside of one.</summary>
    public static string? Checkout
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "Posture.sln")))
                root = root.Parent;
            return root?.FullName;
        }
    }

    /// <summary>The folder of that name, or null when it is not there.</summary>
    public static string? Find(string name)
    {
        var folder = Checkout is { } root ? Path.Combine(root, "..", "shared", name) : null;
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
