using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layer L8: volumes. Nothing here deletes a claim or a volume: that could lose data.</summary>
internal static class StorageRecipes
{
    /// <summary>The CSI driver that took the place of each plug-in of Kubernetes (Kubernetes documentation, Volumes: CSI migration).</summary>
    private static readonly FrozenDictionary<string, string> Drivers = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kubernetes.io/aws-ebs"] = "ebs.csi.aws.com",
        ["kubernetes.io/azure-disk"] = "disk.csi.azure.com",
        ["kubernetes.io/azure-file"] = "file.csi.azure.com",
        ["kubernetes.io/cinder"] = "cinder.csi.openstack.org",
        ["kubernetes.io/gce-pd"] = "pd.csi.storage.gke.io",
        ["kubernetes.io/portworx-volume"] = "pxd.portworx.com",
        ["kubernetes.io/vsphere-volume"] = "csi.vsphere.vmware.com",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L1-CTR-RUNTIME-SOCKET"] = place => place.Field == "path" && Steps.RemoveVolume(place),
        ["L8-CSI-DRIVER"] = Driver,
        ["L8-EMPTYDIR-LIMIT"] = place => place.Propose("1Gi"),
        ["L8-NFS-OPTIONS"] = Nfs,
        ["L8-PV-RECLAIM"] = place => place.Field != "phase" && place.Set("Retain"),
        ["L8-RBAC-PV-CREATE"] = Steps.Unbind,
        ["L8-SC-ENCRYPTION"] = place => place.Set("true"),
        ["L8-SECRET-AS-ENV"] = Mounted,
        ["L8-SECRETS-AT-REST"] = Flags.All,
        ["L8-STORAGE-LEGACY"] = place => place.Field == "provisioner" && Drivers.TryGetValue(place.Observed, out var driver) && place.Propose(driver),
        ["L8-VOL-CLOUD-CREDENTIALS"] = Steps.RemoveVolume,
        ["L8-VOL-HOSTPATH"] = Steps.EmptyVolume,
        ["L8-VOL-HOSTPATH-SENSITIVE"] = Steps.EmptyVolume,
        ["L8-VOL-HOSTPATH-WRITABLE"] = Steps.Set(() => true),
        ["L8-VOL-MOUNT-PROPAGATION"] = Steps.Remove,
        ["L8-VOL-SUBPATH"] = Steps.Remove,
        ["L8-VOL-TYPES"] = Steps.EmptyVolume,
    };

    /// <summary>Which drivers are reviewed, and for whom a token is, only people know.</summary>
    private static bool Driver(Place place)
    {
        if (place.Field == "fsGroupPolicy")
            return place.Propose("File");
        if (place.Field != "volumeLifecycleModes" || place.Value() is not JsonArray modes)
            return false;
        foreach (var mode in modes)
            if (mode?.ToString() == place.Observed)
                place.Draft.Take(mode);
        return place.Draft.Left(modes) > 0 || place.Set(new JsonArray("Persistent"));
    }

    private static bool Nfs(Place place)
    {
        if (place.Field == "readOnly")
            return place.Set(true);
        if (place.Field != "mountOptions" || place.Evidence.Expected is not ("nosuid" or "nodev" or "noexec"))
            return false;
        if (place.Value() is not JsonArray options)
            return place.Set(new JsonArray(place.Evidence.Expected));
        options.Add((JsonNode)place.Evidence.Expected);
        return true;
    }

    /// <summary>The Secret as files instead of variables: the program reads them below /etc/secrets.</summary>
    private static bool Mounted(Place place)
    {
        if (place.Container is not { } container || place.PodSpec is not { } spec)
            return false;
        var item = place.Path[..(place.Path.LastIndexOf(']') + 1)];
        var secret = FieldPath.Get(place.Value(item), place.Field == "secretRef" ? ["secretRef", "name"] : ["valueFrom", "secretKeyRef", "name"]).Text();
        if (secret is null)
            return false;
        var volumes = place.Value($"{spec}.volumes") as JsonArray;
        var mounts = place.Value($"{container}.volumeMounts") as JsonArray;
        var name = $"secret-{secret}";
        if (volumes?.Any(volume => volume.Text("name") == name) != true)
            Append(place, volumes, $"{spec}.volumes", new JsonObject { ["name"] = name, ["secret"] = new JsonObject { ["secretName"] = secret } });
        if (mounts?.Any(mount => mount.Text("name") == name) != true)
            Append(place, mounts, $"{container}.volumeMounts", new JsonObject { ["name"] = name, ["mountPath"] = $"/etc/secrets/{secret}", ["readOnly"] = true });
        place.Draft.Propose($"{container}.volumeMounts");
        return place.Remove(item);
    }

    private static void Append(Place place, JsonArray? list, string path, JsonObject item)
    {
        if (list is null)
            place.Set(new JsonArray(item), path);
        else
            list.Add((JsonNode)item);
    }
}
