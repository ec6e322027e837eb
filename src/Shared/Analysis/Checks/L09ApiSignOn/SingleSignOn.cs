using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-OIDC-CONFIGURED: people sign on by an identity provider: OpenID Connect, a file of authenticators, or a webhook. Else they hold client certificates, which
/// nobody can revoke.
/// </summary>
internal sealed class SingleSignOn : ApiServerCheck
{
    private static readonly string[] Flags = ["oidc-issuer-url", "authentication-config", "authentication-token-webhook-config-file"];

    public override string Id => "L9-OIDC-CONFIGURED";

    protected override void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement)
    {
        if (Array.Find(Flags, server.Has) is { } flag)
            judgement.Note(server.At(flag), Shown(server, flag), "People sign on by an identity provider.");
        else
            judgement.Fail(server.At(Flags[0]), "absent", string.Join(", ", Flags.Select(name => $"--{name}")),
                "People hold client certificates or tokens: they cannot be revoked, and leaving the company changes nothing.");
    }
}
