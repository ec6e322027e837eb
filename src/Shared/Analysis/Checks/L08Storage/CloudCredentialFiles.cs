using System.Collections.Frozen;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-VOL-CLOUD-CREDENTIALS: no pod mounts a directory of its node where cloud tools keep credentials, or a Secret or ConfigMap with a file of such a name
/// (Kubescape C-0020).
/// </summary>
internal sealed class CloudCredentialFiles : WorkloadCheck
{
    private static readonly string[] Places = [".aws", ".aws/credentials", "etc/kubernetes/azure.json", ".config/gcloud", "gcloud"];

    private static readonly FrozenSet<string> Files = new[]
    {
        "azure.json", "application_default_credentials.json", "gcp-credentials.json", "gcp-key.json", "gcloud-key.json", "gcloud-service-key.json",
        "google-credentials.json", "aws-credentials", "aws_credentials", ".aws/credentials", "azure-credentials.json",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public override string Id => "L8-VOL-CLOUD-CREDENTIALS";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Secret>(), .. Kinds<ConfigMap>()];

    /// <summary>Reading names of Secrets is opt-in; a hostPath shows without it.</summary>
    public override bool DecidesWithoutReads => true;

    protected override void Evaluate(Workload workload, PodView pod, ClusterView view, Judgement judgement)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
        {
            var volume = pod.Spec.Volumes[i];
            if (volume.HostPath is { } host && Place(host.Path) is { } place)
                judgement.Fail(pod.At($"volumes[{i}].hostPath.path"), host.Path, "no credential directory of the node",
                    $"Volume {volume.Name} gives the pod {place} of its node.");
            if (volume.ConfigMap is { } map)
                Keys(view.Inventory.Find<ConfigMap>(workload.Namespace, map.Name)?.Data,
                    pod.At($"volumes[{i}].configMap.name"), $"ConfigMap {map.Name}", judgement);
            if (volume.Secret is { SecretName: { Length: > 0 } name })
                Keys(view.Inventory.Find<Secret>(workload.Namespace, name)?.Data,
                    pod.At($"volumes[{i}].secret.secretName"), $"Secret {name}", judgement);
        }
    }

    private static void Keys(IReadOnlyList<string>? keys, EvidencePath path, string what, Judgement judgement)
    {
        if (keys is null)
            judgement.NotAssessed($"The names of the files of {what} are not among the objects read.");
        else
            foreach (var key in keys)
                if (Files.Contains(key))
                    judgement.Fail(path, $"{what} with {key}", "workload identity federation", "The pod holds a cloud credential that does not expire.");
    }

    /// <summary>The place a path is or lies below, compared by whole segments.</summary>
    private static string? Place(string path)
    {
        var whole = $"/{path.Trim('/')}/";
        foreach (var place in Places)
            if (whole.Contains($"/{place}/", StringComparison.Ordinal))
                return place;
        return null;
    }
}
