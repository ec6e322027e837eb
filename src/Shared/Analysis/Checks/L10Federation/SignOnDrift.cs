using Posture.Analysis.Federation;
using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L10Federation;

/// <summary>
/// L10-AUTHN-DRIFT: people sign in the same way in every cluster: OIDC issuer, client id and prefixes are equal, and no cluster alone lets anonymous requests
/// in. Settings in a file of the API server are hidden; issuers of service-account tokens differ by design and are judged by L10-SA-ISSUER-SHARED.
/// </summary>
internal sealed class SignOnDrift : FleetClusterCheck
{
    private static readonly (string Flag, Func<SignOnDigest, string?> Value)[] Settings =
    [
        ("oidc-issuer-url", digest => digest.Issuer), ("oidc-client-id", digest => digest.ClientId),
        ("oidc-username-prefix", digest => digest.UsernamePrefix), ("oidc-groups-prefix", digest => digest.GroupsPrefix),
    ];

    public override string Id => "L10-AUTHN-DRIFT";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Pod>()];

    public override bool Heeds(KubeObject changed) => ControlPlaneFlags.Heeds(changed);

    protected override string Compared => "authentication flags";

    protected override bool IsComparable(Peer peer) => peer.Digest.SignOn is not null;

    protected override void Evaluate(ClusterView view, IReadOnlyList<Peer> peers, Judgement judgement)
    {
        if (view.Digest.SignOn is not { } own)
        {
            judgement.NotAssessed(ControlPlaneFlags.Hidden("kube-apiserver"));
            return;
        }
        var server = view.ControlPlane.ApiServers.First();
        if (peers.Where(peer => peer.Digest.SignOn!.ConfigFile != own.ConfigFile).ToList() is { Count: > 0 } otherwise)
            judgement.Fail(server.At("authentication-config"), own.ConfigFile ? "set" : "absent", $"as in {FleetText.Names(otherwise)}",
                $"Sign-on is set up by {(own.ConfigFile ? "a file here and by flags" : "flags here and by a file")} in {FleetText.Names(otherwise)}.");
        else if (own.ConfigFile)
            judgement.NotAssessed("The settings stand in files that --authentication-config names and cannot be seen through the API.");
        foreach (var (flag, value) in Settings)
            if (peers.Where(peer => peer.Digest.SignOn is { ConfigFile: false } theirs && !own.ConfigFile && value(theirs) != value(own)).ToList() is { Count: > 0 } others)
                judgement.Fail(server.At(flag), value(own) ?? "absent", $"as in {FleetText.Names(others)}", $"--{flag} differs from {FleetText.Names(others)}: the same name may be somebody else there.");
        if (own.Anonymous == true && peers.All(peer => peer.Digest.SignOn!.Anonymous == false))
            judgement.Fail(server.At("anonymous-auth"), server["anonymous-auth"] ?? "absent", "false", $"Anonymous requests are let in here and not in {FleetText.Names(peers)}.");
        judgement.Note(server.At("oidc-issuer-url"), own.Issuer ?? "absent", $"The same sign-on as in {FleetText.Names(peers)}.");
    }
}
