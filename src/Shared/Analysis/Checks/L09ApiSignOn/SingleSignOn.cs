using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-OIDC-CONFIGURED: people sign on by an identity provider: OpenID Connect, a file of authenticators, or a webhook. Else they hold client certificates, which
/// nobody can revoke. So does, in all likelihood, a user who is granted rights under a name that the provider cannot give. Tokens that let nodes join are gone a
/// week later, as far as Secrets are read. Requests for certificates are dropped by Kubernetes within days and are not judged.
/// </summary>
internal sealed class SingleSignOn : ClusterCheck
{
    /// <summary>Users that are named at most.</summary>
    private const int MaxUsers = 10;
    private static readonly TimeSpan Joining = TimeSpan.FromDays(7);
    private static readonly string[] Flags = ["oidc-issuer-url", "authentication-config", "authentication-token-webhook-config-file"];
    private static readonly IReadOnlyList<KindRef> Grants = [.. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    public override string Id => "L9-OIDC-CONFIGURED";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>(), .. Grants, .. Kinds<Secret>()];

    /// <summary>Reading Secrets is opt-in.</summary>
    public override bool DecidesWithoutReads => true;

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var tokens = view.Inventory.All<Secret>().Where(secret => secret.Type == "bootstrap.kubernetes.io/token");
        foreach (var token in tokens.OrderBy(secret => secret.Name, StringComparer.Ordinal))
            if (view.Now - token.Metadata.CreationTimestamp > Joining)
                judgement.Fail($"Secret/{token.Namespace}/{token.Name}", "older than a week", "deleted after the node has joined",
                    "Whoever finds the token joins a machine to the cluster.");
        var servers = view.ControlPlane.ApiServers.ToList();
        if (servers.Count == 0)
            judgement.NotAssessed(ControlPlaneFlags.Hidden("kube-apiserver"));
        foreach (var server in servers)
            if (Array.Find(Flags, server.Has) is { } flag)
                judgement.Note(server.At(flag), $"--{flag}={server[flag]}", "People sign on by an identity provider.");
            else
                judgement.Fail(server.At(Flags[0]), "absent", string.Join(", ", Flags.Select(name => $"--{name}")),
                    "People hold client certificates or tokens: they cannot be revoked, and leaving the company changes nothing.");
        if (servers.Count > 0 && PrefixOf(servers[0]) is { } prefix)
            Strangers(prefix, view, judgement);
    }

    /// <summary>What names that the provider gives begin with; null where that is unknown or somebody else gives names too.</summary>
    private static string? PrefixOf(ComponentFlags server) =>
        !server.Has(Flags[0]) || server.Has(Flags[1]) || server.Has(Flags[2]) ? null
        : server["oidc-username-prefix"] switch
        {
            "-" => null,
            { Length: > 0 } prefix => prefix,
            _ => server["oidc-username-claim"] == "email" ? null : $"{server[Flags[0]]}#",
        };

    private static void Strangers(string prefix, ClusterView view, Judgement judgement)
    {
        if (!Grants.All(view.Inventory.Covers))
            judgement.NotAssessed("Bindings are not read: whether users of client certificates have rights is unknown.");
        var found = view.Access.Bindings.SelectMany(binding => binding.Subjects.Select(subject => (Subject: subject, Binding: binding.Object)))
            .Where(grant => grant.Subject.Kind == "User" && IsPerson(grant.Subject, view) && !grant.Subject.Name.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(grant => grant.Binding.Ref.ToString(), StringComparer.Ordinal).DistinctBy(grant => grant.Subject.Name, StringComparer.Ordinal).Take(MaxUsers);
        foreach (var (subject, binding) in found)
            judgement.Fail($"{binding.Ref}: subjects", subject.Name, $"a user or group of the provider ({prefix}…)",
                "The provider cannot give this name: a client certificate, which nobody can revoke, or a proxy stands behind it.");
    }

    /// <summary>Names like <c>kube-apiserver</c> are those of components in some distributions.</summary>
    private static bool IsPerson(Subject subject, ClusterView view) => !subject.Name.StartsWith("system:", StringComparison.Ordinal)
        && !subject.Name.StartsWith("kube-", StringComparison.Ordinal) && !PlatformSubjects.IsPlatform(subject, "", view);
}
