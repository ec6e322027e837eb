using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;
using k8s.KubeConfigModels;

namespace Posture.Collectors.Sources;

/// <summary>
/// Reads a kubeconfig with a reader of its own: the client library's would start programs and open files that the text names. Errors have a stable code, a
/// place and a way out, and never repeat a value.
/// </summary>
public static class Kubeconfig
{
    /// <summary>Reads the connection of one context.</summary>
    /// <param name="text">The file as bytes.</param>
    /// <param name="rules">What it may do.</param>
    /// <param name="time">Clock for expiry.</param>
    /// <returns>The connection, or why there is none.</returns>
    public static (ClusterConnection? Connection, SourceError? Error) Read(ReadOnlySpan<byte> text, KubeconfigRules rules, TimeProvider time)
    {
        try
        {
            return (Connect(KubeconfigYaml.Read(text), rules, time), null);
        }
        catch (KubeconfigException refused)
        {
            return (null, refused.Error);
        }
    }

    /// <summary>Names of the contexts, in order of the file; empty when it cannot be read.</summary>
    public static IReadOnlyList<string> Contexts(ReadOnlySpan<byte> text)
    {
        try
        {
            return [.. Entries(KubeconfigYaml.Read(text), "contexts", "context").Keys];
        }
        catch (KubeconfigException)
        {
            return [];
        }
    }

    private static ClusterConnection Connect(KubeconfigNode root, KubeconfigRules rules, TimeProvider time)
    {
        KubeconfigSchema.CheckRoot(root);
        var (contexts, clusters, users) = (Entries(root, "contexts", "context"), Entries(root, "clusters", "cluster"), Entries(root, "users", "user"));
        if (rules.Uploaded)
        {
            foreach (var (entry, node) in users)
                KubeconfigSchema.CheckUser(node, Place("users", entry), rules);
            foreach (var (entry, node) in clusters)
                KubeconfigSchema.CheckCluster(node, Place("clusters", entry), rules);
        }
        var name = Choose(root, contexts, rules);
        var context = contexts[name];
        KubeconfigSchema.CheckContext(context, Place("contexts", name));
        var (clusterName, userName) = (context.Find("cluster")?.Text ?? "", context.Find("user")?.Text ?? "");
        if (!clusters.TryGetValue(clusterName, out var cluster))
            throw Dangling($"{Place("contexts", name)}.cluster", "the context names a cluster that the file does not have");
        if (!users.TryGetValue(userName, out var user))
            throw Dangling($"{Place("contexts", name)}.user", "the context names a user that the file does not have");
        var (clusterPlace, userPlace) = (Place("clusters", clusterName), Place("users", userName));
        KubeconfigSchema.CheckCluster(cluster, clusterPlace, rules);
        KubeconfigSchema.CheckUser(user, userPlace, rules);
        var server = KubeconfigServer.Read(cluster.Find("server")?.Text, $"{clusterPlace}.server");
        var authority = Data(cluster, "certificate-authority", clusterPlace, rules);
        return new(name, server, Credential(user, userPlace, rules, time), rules.Outbound(server))
        {
            Authorities = authority is null ? null : KubeconfigCertificates.Read(authority, $"{clusterPlace}.certificate-authority-data", time),
            TlsServerName = KubeconfigServer.TlsName(cluster.Find("tls-server-name")?.Text, $"{clusterPlace}.tls-server-name"),
            Namespace = context.Find("namespace")?.Text,
        };
    }

    private static string Choose(KubeconfigNode root, Dictionary<string, KubeconfigNode> contexts, KubeconfigRules rules)
    {
        if ((rules.Context ?? root.Find("current-context")?.Text) is { Length: > 0 } asked)
            return contexts.ContainsKey(asked)
                ? asked
                : throw Dangling(rules.Context is null ? "current-context" : "context", "there is no context of that name");
        if (contexts.Count == 1)
            return contexts.Keys.Single();
        var names = string.Join(", ", contexts.Keys.Take(20).Select(PlainText.Of));
        throw new KubeconfigException("kubeconfig.choose_context", "contexts",
            contexts.Count == 0 ? "there is no context in the file" : $"there are several contexts and none is current; choose one of: {names}");
    }

    private static ClusterCredential Credential(KubeconfigNode user, string place, KubeconfigRules rules, TimeProvider time)
    {
        if (user.Find("exec") is { IsEmpty: false } exec)
            return new ExecCredential(Command(exec, $"{place}.exec"), time);
        var (certificate, key) = (Data(user, "client-certificate", place, rules), Data(user, "client-key", place, rules));
        if (certificate is null != key is null)
            throw new KubeconfigException("kubeconfig.key_mismatch", place, "a client certificate needs its key, and a key its certificate; give both");
        X509Certificate2? client = certificate is null ? null : KubeconfigCertificates.ReadClient(certificate, key!, place, time);
        if (user.Find("token")?.Text is { Length: > 0 } token)
            return new FixedCredential(KubeconfigToken.Check(token, $"{place}.token", time), client);
        if (user.Find("tokenFile")?.Text is { Length: > 0 } file)
            return new TokenFileCredential(Path.Combine(rules.Folder ?? "", file), time);
        if (client is null)
            throw new KubeconfigException("kubeconfig.no_credential", place, "the user has no token and no client certificate; create a service account token");
        return new FixedCredential(null, client);
    }

    private static ExternalExecution Command(KubeconfigNode exec, string place) => new()
    {
        ApiVersion = exec.Find("apiVersion")?.Text ?? "client.authentication.k8s.io/v1",
        Command = exec.Find("command")?.Text ?? throw new KubeconfigException("kubeconfig.bad_shape", place, "the plug-in has no command"),
        Arguments = [.. (exec.Find("args")?.Items ?? []).Select(argument => argument.Text ?? "")],
        EnvironmentVariables = [.. (exec.Find("env")?.Items ?? []).Select(pair => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = pair.Find("name")?.Text ?? "",
            ["value"] = pair.Find("value")?.Text ?? "",
        })],
    };

    /// <summary>What <c>KEY-data</c> embeds, or, for a local file only, what the file named by <c>KEY</c> holds. Embedded data wins, as with kubectl.</summary>
    private static byte[]? Data(KubeconfigNode node, string key, string place, KubeconfigRules rules)
    {
        if (node.Find($"{key}-data")?.Text is { Length: > 0 } text)
            return Base64.IsValid(text)
                ? Convert.FromBase64String(text)
                : throw new KubeconfigException("kubeconfig.bad_certificate", $"{place}.{key}-data", "the data is not base64; copy it again");
        if (node.Find(key)?.Text is not { Length: > 0 } file)
            return null;
        try
        {
            return File.ReadAllBytes(Path.Combine(rules.Folder ?? "", file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException("kubeconfig.file_unreadable", $"{place}.{key}", "the named file cannot be read; check its path and rights");
        }
    }

    private static Dictionary<string, KubeconfigNode> Entries(KubeconfigNode root, string list, string member)
    {
        var found = new Dictionary<string, KubeconfigNode>(StringComparer.Ordinal);
        foreach (var entry in root.Find(list)?.Items ?? [])
            if (entry.Find("name")?.Text is not { Length: > 0 } name || entry.Find(member) is not { Members: not null } node)
                throw new KubeconfigException("kubeconfig.bad_shape", $"kubeconfig:{entry.Line}", $"an entry of {list} needs name and {member}");
            else if (!found.TryAdd(name, node))
                throw new KubeconfigException("yaml.duplicate_key", $"kubeconfig:{entry.Line}", $"two entries of {list} have the same name; keep one");
        return found;
    }

    private static KubeconfigException Dangling(string place, string message) => new("kubeconfig.dangling_reference", place, message);

    private static string Place(string list, string name) => $"{list}[{PlainText.Of(name)}]";
}
