namespace Posture.Collectors.Pipeline;

/// <summary>One cluster to collect, from configuration <c>Posture:Clusters:N</c>. Exactly one source is set.</summary>
public sealed record ClusterDefinition
{
    /// <summary>Slug used in URLs and fingerprints: lower case letters, digits and dashes.</summary>
    public string Name { get; init; } = "";

    /// <summary>Name for people; the slug when absent.</summary>
    public string? DisplayName { get; init; }

    /// <summary>For example production, staging or edge.</summary>
    public string Environment { get; init; } = "";

    /// <summary>A folder of manifests, watched for changes.</summary>
    public string? Folder { get; init; }

    /// <summary>A kubeconfig file, with <see cref="Context"/>.</summary>
    public string? Kubeconfig { get; init; }

    public string? Context { get; init; }

    /// <summary>Let the kubeconfig run its credential plug-in.</summary>
    public bool AllowExec { get; init; }

    /// <summary>The cluster this process runs in.</summary>
    public bool InCluster { get; init; }

    /// <summary>An HTTP proxy on the way to this cluster. Those of the environment are never used.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>What is wrong with this entry, with the key to change; empty when it is right.</summary>
    public IEnumerable<string> Problems(string key)
    {
        if (Name.Length is 0 or > 63 || Name.Any(letter => !(char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')))
            yield return $"{key}:Name must be 1 to 63 lower case letters, digits or dashes";
        if (new[] { Folder is not null, Kubeconfig is not null, InCluster }.Count(given => given) != 1)
            yield return $"{key} needs exactly one of Folder, Kubeconfig and InCluster=true";
        if (Proxy is not null && (Folder is not null || !Proxy.IsAbsoluteUri || Proxy.Scheme != Uri.UriSchemeHttp || Proxy.UserInfo.Length > 0))
            yield return $"{key}:Proxy must be an address like http://proxy.example.com:3128, without a name or password, for a cluster with an API server";
    }
}
