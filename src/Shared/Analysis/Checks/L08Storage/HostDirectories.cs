namespace Posture.Analysis.Checks.L08Storage;

/// <summary>Directories of a node that give away its credentials, its system or other pods' data (Trivy KSV-0121, kube-linter, and own additions).</summary>
internal static class HostDirectories
{
    /// <summary>Sensitive as a whole; a single file or directory below may be harmless. The last three are links into /usr or parts of the system themselves.</summary>
    private static readonly string[] Whole = ["/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/var/lib/docker", "/bin", "/sbin", "/lib64"];

    /// <summary>Sensitive with everything below.</summary>
    private static readonly string[] Trees = ["/etc/kubernetes", "/var/lib/kubelet", "/var/lib/etcd", "/root", "/home", "/var/log"];

    /// <summary>The sensitive directory that a host path equals, lies under (trees) or contains; null when there is none.</summary>
    public static string? Reached(string path)
    {
        var clean = Normalise(path);
        if (clean == "/")
            return "/";
        foreach (var directory in Whole)
            if (IsWithin(directory, clean))
                return directory;
        foreach (var directory in Trees)
            if (IsWithin(directory, clean) || IsWithin(clean, directory))
                return directory;
        return null;
    }

    /// <summary>Only log files: weighed medium where every mount is read-only.</summary>
    public static bool IsLogs(string path) => IsWithin(Normalise(path), "/var/log");

    /// <summary>Absolute, without empty, "." and ".." segments.</summary>
    private static string Normalise(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("." or ".."))
                segments.Add(segment);
        }
        return $"/{string.Join('/', segments)}";
    }

    private static bool IsWithin(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/');
}
