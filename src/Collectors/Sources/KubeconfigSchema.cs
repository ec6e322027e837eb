namespace Posture.Collectors.Sources;

/// <summary>The keys that a kubeconfig may have, and the ones that are refused by name (B-01 to B-05).</summary>
internal static class KubeconfigSchema
{
    private static readonly string[] Root = ["apiVersion", "kind", "preferences", "clusters", "users", "contexts", "current-context", "extensions"];
    private static readonly string[] Context = ["cluster", "user", "namespace", "extensions"];

    private static readonly string[] Cluster =
    [
        "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data", "proxy-url", "disable-compression",
        "extensions",
    ];

    private static readonly string[] User =
    [
        "client-certificate", "client-certificate-data", "client-key", "client-key-data", "token", "tokenFile", "exec", "auth-provider", "username", "password",
        "as", "as-uid", "as-groups", "as-user-extra", "extensions",
    ];

    public static void CheckRoot(KubeconfigNode root)
    {
        if (root.Members is null || root.Find("kind")?.Text != "Config")
            throw new KubeconfigException("kubeconfig.not_kubeconfig", "kubeconfig", "not a kubeconfig: 'kind: Config' is missing");
        Known(root, Root, "kubeconfig");
    }

    public static void CheckContext(KubeconfigNode context, string place) => Known(context, Context, place);

    public static void CheckCluster(KubeconfigNode cluster, string place, KubeconfigRules rules)
    {
        Known(cluster, Cluster, place);
        Refuse(cluster, "proxy-url", "kubeconfig.proxy_not_allowed", place, "a proxy is set by the administrator of this product, not by a kubeconfig");
        if (cluster.Find("insecure-skip-tls-verify")?.Text is { } insecure && insecure != "false")
            throw new KubeconfigException("kubeconfig.insecure_tls", $"{place}.insecure-skip-tls-verify",
                "the server's certificate is always checked; give its authority in certificate-authority-data instead");
        if (rules.Uploaded)
            RefuseFiles(cluster, place, "certificate-authority");
    }

    public static void CheckUser(KubeconfigNode user, string place, KubeconfigRules rules)
    {
        Known(user, User, place);
        if (rules.Uploaded || !rules.AllowExec)
            Refuse(user, "exec", "kubeconfig.exec_not_allowed", place,
                "credential plug-ins are not run on the server; create a service account token instead");
        Refuse(user, "auth-provider", "kubeconfig.authprovider_not_allowed", place, "auth providers are not run; create a service account token instead");
        if (rules.Uploaded)
            RefuseFiles(user, place, "client-certificate", "client-key", "tokenFile");
        foreach (var key in new[] { "username", "password" })
            Refuse(user, key, "kubeconfig.basic_auth_not_allowed", place, "API servers no longer take passwords; create a service account token instead");
        foreach (var key in new[] { "as", "as-uid", "as-groups", "as-user-extra" })
            Refuse(user, key, "kubeconfig.impersonation_not_allowed", place, "acting as somebody else is not done; give the account's own credential");
    }

    private static void RefuseFiles(KubeconfigNode node, string place, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            Refuse(node, key, "kubeconfig.file_reference", place,
                $"files of the server are not opened; embed the data ({(key == "tokenFile" ? "token" : key + "-data")})");
    }

    private static void Refuse(KubeconfigNode node, string key, string code, string place, string message)
    {
        if (node.Find(key) is { IsEmpty: false })
            throw new KubeconfigException(code, $"{place}.{key}", message);
    }

    private static void Known(KubeconfigNode node, string[] keys, string place)
    {
        if (node.Members is null)
            throw new KubeconfigException("kubeconfig.bad_shape", place, "keys with values are expected here");
        foreach (var (key, value) in node.Members)
            if (!keys.Contains(key, StringComparer.Ordinal))
                throw new KubeconfigException("kubeconfig.unknown_key", $"{place}:{value.Line}",
                    "a key that no kubeconfig has; remove it or correct its spelling");
    }
}
