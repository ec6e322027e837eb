using Posture.Analysis.Indexes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-API-SA-TOKENS: tokens of deleted service accounts are refused, keys are named, and tokens live an hour, not a year (CIS 1.2.22, 1.2.30). A missing bound for
/// requested tokens is low.
/// </summary>
internal sealed class TokenValidation : ApiServerCheck
{
    private const string Extend = "service-account-extend-token-expiration";

    public override string Id => "L9-API-SA-TOKENS";

    protected override void Evaluate(ComponentFlags server, ClusterView view, Judgement judgement)
    {
        if (server.Switch("service-account-lookup") == false)
            judgement.Fail(server.At("service-account-lookup"), "false", "true or absent", "Tokens of deleted service accounts are accepted.");
        Require(server, "service-account-key-file", "Tokens are checked with the key of the serving certificate.", Severity.Medium, judgement);
        if (server.Switch(Extend) != false)
            judgement.Fail(server.At(Extend), server.Has(Extend) ? Shown(server, Extend) : "absent (true)", "false", "Tokens of pods live one year instead of one hour.");
        Require(server, "service-account-max-token-expiration", "Whoever requests a token sets how long it lives.", Severity.Low, judgement);
    }
}
