using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes;

/// <summary>
/// Fingerprint of what webhooks, sidecars and debug sessions change in a pod against its template. Fields that the API server defaults (service account volumes,
/// tolerations, node name) are left out: they differ on every pod.
/// </summary>
internal static class PodShape
{
    public static int Of(PodSpec spec)
    {
        var hash = default(HashCode);
        hash.Add(spec.HostNetwork ?? false);
        hash.Add(spec.HostPID ?? false);
        hash.Add(spec.HostIPC ?? false);
        hash.Add(spec.HostUsers ?? true);
        hash.Add(spec.DnsPolicy == "None");
        hash.Add(spec.HostAliases.Count);
        hash.Add(spec.SecurityContext?.RunAsNonRoot);
        hash.Add(spec.SecurityContext?.RunAsUser);
        hash.Add(spec.SecurityContext?.SeccompProfile?.Type);
        hash.Add(spec.SecurityContext?.WindowsOptions?.HostProcess ?? false);
        for (var i = 0; i < spec.Volumes.Count; i++)
            if (spec.Volumes[i].HostPath is { } host)
                hash.Add(host.Path, StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<IReadOnlyList<Container>>)[spec.InitContainers, spec.Containers, spec.EphemeralContainers])
            for (var i = 0; i < list.Count; i++)
                Add(ref hash, list[i]);
        return hash.ToHashCode();
    }

    private static void Add(ref HashCode hash, Container container)
    {
        hash.Add(container.Name, StringComparer.Ordinal);
        hash.Add(container.Image, StringComparer.Ordinal);
        hash.Add(container.SecurityContext?.Privileged ?? false);
        hash.Add(container.SecurityContext?.AllowPrivilegeEscalation);
        hash.Add(container.SecurityContext?.RunAsNonRoot);
        hash.Add(container.SecurityContext?.RunAsUser);
        hash.Add(container.SecurityContext?.ReadOnlyRootFilesystem);
        hash.Add(container.SecurityContext?.SeccompProfile?.Type);
        hash.Add(container.SecurityContext?.WindowsOptions?.HostProcess ?? false);
        foreach (var added in container.SecurityContext?.Capabilities?.Add ?? [])
            hash.Add(added, StringComparer.Ordinal);
    }
}
