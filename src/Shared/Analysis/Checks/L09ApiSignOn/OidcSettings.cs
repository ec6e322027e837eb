using Posture.Analysis.Indexes;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-OIDC-SETTINGS: sign-on by OpenID Connect names its client, keeps users and groups of the provider apart by prefixes, and names people by no e-mail address:
/// the API server refuses a false email_verified, and the flags cannot ask for it where a token has none.
/// </summary>
internal sealed class OidcSettings : ApiServerCheck
{
    public override string Id => "L9-OIDC-SETTINGS";

    protected override void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement)
    {
        if (server.Has("authentication-config"))
            judgement.NotAssessed("--authentication-config holds the settings in a file that the API does not show.");
        else if (!server.Has("oidc-issuer-url"))
            judgement.NotApplicable("No sign-on by OpenID Connect is configured; see L9-OIDC-CONFIGURED.");
        else
            Settings(server, judgement);
    }

    private static void Settings(ComponentFlags server, Judgement judgement)
    {
        if (server["oidc-issuer-url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) != true)
            judgement.Fail(server.At("oidc-issuer-url"), Shown(server, "oidc-issuer-url"), "an https address", "Whoever is on the way hands out keys of the provider.");
        Require(server, "oidc-client-id", "Tokens for any other client of the provider are accepted.", null, judgement);
        if (server["oidc-username-prefix"] == "-")
            judgement.Fail(server.At("oidc-username-prefix"), "-", "a prefix", "The provider may name users like those of Kubernetes.");
        if (server.Has("oidc-groups-claim") && string.IsNullOrEmpty(server["oidc-groups-prefix"]))
            judgement.Fail(server.At("oidc-groups-prefix"), "absent", "a prefix", "The provider may name groups such as system:masters.");
        if (server["oidc-username-claim"] == "email")
            judgement.Fail(server.At("oidc-username-claim"), "email", "sub, or --authentication-config with a rule on email_verified",
                server["oidc-required-claim"]?.StartsWith("email_verified=", StringComparison.Ordinal) == true
                    ? "--oidc-required-claim compares texts, and email_verified is none: everybody is refused until it is left out."
                    : "A token that does not say whether its address was verified is believed: whoever enters somebody else's address becomes that user.");
    }
}
