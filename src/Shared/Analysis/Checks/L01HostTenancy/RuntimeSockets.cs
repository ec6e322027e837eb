namespace Posture.Analysis.Checks.L01HostTenancy;

/// <summary>Where container runtimes listen on a node, and which of them a host path gives access to.</summary>
internal static class RuntimeSockets
{
    private static readonly string[] Known =
    [
        "/run/docker.sock", "/run/docker", "/run/containerd/containerd.sock", "/run/containerd.sock", "/run/crio/crio.sock", "/run/crio.sock",
        "/run/k3s/containerd/containerd.sock", "/run/cri-dockerd.sock", "/run/podman/podman.sock",
        "/run/dockershim.sock", "/run/frakti.sock",
    ];

    /// <summary>The name that Docker's socket keeps where it is moved to, such as <c>/run/user/1000</c> of a rootless one.</summary>
    private const string Docker = "/docker.sock";

    /// <summary>The socket that is at or below <paramref name="path"/>; null when there is none.</summary>
    public static string? Reached(string path)
    {
        if (!path.StartsWith('/'))
            return null;
        var clean = Normalise(path);
        foreach (var socket in Known)
            if (socket.StartsWith(clean, StringComparison.Ordinal) && (socket.Length == clean.Length || clean == "/" || socket[clean.Length] == '/'))
                return socket;
        return clean.EndsWith(Docker, StringComparison.Ordinal) ? clean : null;
    }

    /// <summary>Without empty and "." segments and a trailing slash; /var/run is a link to /run on every distribution with systemd.</summary>
    private static string Normalise(string path)
    {
        var clean = "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != "."));
        return clean == "/var/run" || clean.StartsWith("/var/run/", StringComparison.Ordinal) ? clean[4..] : clean;
    }
}
